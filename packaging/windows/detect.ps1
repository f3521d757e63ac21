# Detection rule of an Intune Win32 app, or of a Configuration Manager application. Detected: a line and exit code 0.
# Not detected: no line, exit code 0 or 1. Set $wanted to the version that the assignment is to bring.
# It runs as SYSTEM or as the person. What the status file says is added to the line where it can be read; it decides
# nothing here, since a person may have quit the program. Whether it works is for ..\telemetry\inventory\intune-detect.ps1.
$wanted = [version]'0.1.0'
$ErrorActionPreference = 'Stop'

# Intune's agent is a 32-bit program; ergobreak is in the 64-bit part of the registry.
$machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
$facts = $machine.OpenSubKey('Software\ergobreak')
if (-not $facts) { exit 1 }
$code = [string]$facts.GetValue('ProductCode')
$folder = [string]$facts.GetValue('InstallDir')
$listed = $machine.OpenSubKey("Software\Microsoft\Windows\CurrentVersion\Uninstall\$code")
if (-not $listed) { exit 1 }
try {
    $installed = [version][string]$facts.GetValue('Version')
    $shown = [version][string]$listed.GetValue('DisplayVersion')
} catch {
    exit 1
}
if ($installed -ne $shown) { exit 1 }
if ($installed -lt $wanted) { exit 1 }
if (-not (Test-Path -LiteralPath (Join-Path $folder 'ergobreakw.exe') -PathType Leaf)) { exit 1 }

$line = "ergobreak $installed"
$file = Join-Path $env:LOCALAPPDATA 'ergobreak\status.json'
if (Test-Path -LiteralPath $file -PathType Leaf) {
    try {
        $status = Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json
        if ($status.schema -eq 1) {
            $line = '{0}, status file: {1} {2}, policy errors {3}' -f $line, $status.app_version, $status.service,
                $status.policy_errors
        }
    } catch {
        $line = "$line, status file cannot be read"
    }
}
Write-Output $line
exit 0
