@echo off
rem Windows: make test と同じこと
chcp 65001 >nul
cd /d "%~dp0"
if not exist .venv\Scripts\python.exe py -3 -m venv .venv || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-dev.lock || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation -e . || exit /b 1
.venv\Scripts\python -m pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder %*
