@echo off
rem Windows: the same as make run (installs into .venv, builds the graph, opens the explorer). Only ASCII stands here.
setlocal
set PYTHONUTF8=1
cd /d "%~dp0"
call :setup || exit /b 1
.venv\Scripts\renkei build || exit /b 1
.venv\Scripts\renkei serve --open
exit /b

:setup
rem What was installed is installed again when the list of libraries has changed.
if exist .venv\run.lock fc /b requirements.lock .venv\run.lock >nul 2>nul && exit /b 0
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || (chcp 65001 >nul & type bundle\no-python.msg & exit /b 1)
py -3 -m venv .venv || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements.lock || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation -e . || exit /b 1
copy /y requirements.lock .venv\run.lock >nul
exit /b 0
