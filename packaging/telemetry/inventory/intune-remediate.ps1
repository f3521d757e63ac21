# Intune remediation, second part: starts ergobreak again after a crash. Same run settings as the detection.
# Somebody who quit ergobreak on purpose left "service": "stopped", and the detection lets that stand.
# Exit code 0: it runs. 1: it is not installed for this machine or person, or could not be started.
$ErrorActionPreference = 'Stop'
$places = @(
    (Join-Path $env:ProgramFiles 'ergobreak\ergobreakw.exe'),
    (Join-Path $env:LOCALAPPDATA 'Programs\ergobreak\ergobreakw.exe')
)
$program = $places | Where-Object { Test-Path -LiteralPath $_ -PathType Leaf } | Select-Object -First 1
if (-not $program) {
    $command = Get-Command -Name 'ergobreakw.exe' -ErrorAction SilentlyContinue
    if ($command) { $program = $command.Source }
}
if (-not $program) {
    Write-Output 'ergobreak is not installed here'
    exit 1
}
Start-Process -FilePath $program
Start-Sleep -Seconds 10
if (@(Get-Process -Name 'ergobreak', 'ergobreakw', 'pythonw' -ErrorAction SilentlyContinue).Count -gt 0) {
    Write-Output 'started'
    exit 0
}
Write-Output 'did not start'
exit 1
