@echo off
rem Removes ergobreak for everybody on this computer, silently. Run it as an administrator or as SYSTEM.
rem
rem What belongs to the persons stays: their settings, their journal and their check-in history, each in their own
rem profile. "ergobreak forget" takes those away, and only the person can run it. Exit code 0: removed, or not there.
setlocal
set "CODE="
for /f "tokens=2,*" %%A in ('reg query "HKLM\Software\ergobreak" /v ProductCode /reg:64 2^>nul') do set "CODE=%%B"
if not defined CODE exit /b 0
for %%P in (ergobreakw.exe ergobreak.exe) do taskkill /f /t /im %%P >nul 2>&1
msiexec /x %CODE% /qn /norestart /l*v "%SystemRoot%\Temp\ergobreak-uninstall.log"
exit /b %ERRORLEVEL%
