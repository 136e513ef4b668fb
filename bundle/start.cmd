@echo off
rem Double click: installs without a network, builds the graph and opens the explorer.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul && (py -3 start.py %* & goto end)
where python >nul 2>nul && (python start.py %* & goto end)
echo Python 3.11 以上（64 ビット版）が要ります。情報システムの担当に入れてもらってください。
:end
if errorlevel 1 pause
