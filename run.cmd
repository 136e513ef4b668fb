@echo off
rem Windows: make run と同じこと（.venv に入れ、グラフを作り、画面を出す）
chcp 65001 >nul
cd /d "%~dp0"
call :setup || exit /b 1
.venv\Scripts\renkei build || exit /b 1
.venv\Scripts\renkei serve --open
exit /b

:setup
if exist .venv\run.ok exit /b 0
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || (echo Python 3.11 以上が要ります& exit /b 1)
py -3 -m venv .venv || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements.lock || exit /b 1
.venv\Scripts\python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation -e . || exit /b 1
echo ok> .venv\run.ok
exit /b 0
