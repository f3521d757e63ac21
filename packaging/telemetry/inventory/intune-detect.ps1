# Intune remediation, detection part. Run it with the credentials of the person who is logged on (not as SYSTEM), 64-bit.
# Exit code 0: in order. 1: remediate. The line printed is what Intune shows: it names no person and no machine.
# Where a policy has switched the status file off ("reporting" = "off"), the running process alone decides.
$ErrorActionPreference = 'Stop'
$home_folder = $env:ERGOBREAK_HOME
if (-not $home_folder) { $home_folder = Join-Path $env:LOCALAPPDATA 'ergobreak' }
$file = Join-Path $home_folder 'status.json'
$running = @(Get-Process -Name 'ergobreak', 'ergobreakw' -ErrorAction SilentlyContinue).Count -gt 0

if (-not (Test-Path -LiteralPath $file -PathType Leaf)) {
    if ($running) { Write-Output 'running, no status file'; exit 0 }
    Write-Output 'not running, no status file'
    exit 1
}
try {
    $status = Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json
} catch {
    Write-Output 'status file cannot be read'
    exit 1
}
if ($status.schema -ne 1) {
    Write-Output 'status file of another format'
    exit 1
}
$line = '{0} {1} policy {2} errors {3} {4}' -f $status.app_version, $status.service, $status.policy_hash,
    $status.policy_errors, $status.package_type
Write-Output $line
if ($status.service -eq 'running' -and -not $running) { exit 1 }
exit 0
