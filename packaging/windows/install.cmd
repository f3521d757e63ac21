@echo off
rem Installs or upgrades ergobreak silently for everybody on this computer. Run it as an administrator or as SYSTEM.
rem
rem   install.cmd               with the log-in entry for everybody; each person can switch it off for themselves
rem   install.cmd nologin       without
rem
rem A running ergobreak is ended first, so that no restart is needed; it comes back at the next log-in and has lost
rem nothing. The exit code is Windows Installer's: 0 done, 3010 done and a restart is wanted, 1602 cancelled,
rem 1603 failed or a newer version is there, 1618 another installation is running.
setlocal
set "MSI="
cd /d "%~dp0"
for %%F in (ergobreak-*.msi) do set "MSI=%%~fF"
if not defined MSI (
    echo There is no ergobreak-*-x64.msi beside this file. 1>&2
    exit /b 2
)
set "FEATURES=Main,Autostart"
if /i "%~1"=="nologin" set "FEATURES=Main"
for %%P in (ergobreakw.exe ergobreak.exe) do taskkill /f /t /im %%P >nul 2>&1
msiexec /i "%MSI%" /qn /norestart ADDLOCAL=%FEATURES% /l*v "%SystemRoot%\Temp\ergobreak-install.log"
exit /b %ERRORLEVEL%
