@echo off
rem Double click: installs without a network, builds the graph and opens the explorer.
rem Only ASCII stands here: a console that is set to another code page reads other bytes wrongly.
setlocal
set PYTHONUTF8=1
where py >nul 2>nul
if not errorlevel 1 goto launcher
where python >nul 2>nul
if errorlevel 1 goto missing
python "%~dp0start.py" %*
set rc=%errorlevel%
rem 9009: what is called python only leads to a shop.
if "%rc%"=="9009" goto missing
goto end
:launcher
py -3 "%~dp0start.py" %*
set rc=%errorlevel%
rem 103, 112: the launcher is there, but no Python 3.
if "%rc%"=="103" goto missing
if "%rc%"=="112" goto missing
goto end
:missing
set rc=1
chcp 65001 >nul
type "%~dp0no-python.msg"
:end
if not "%rc%"=="0" pause
exit /b %rc%
