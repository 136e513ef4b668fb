# 使い方: make run（画面を見る） / make test（試験） — どちらも、要るものを .venv に入れるところから始まります。
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run setup test torture check bench bundle fuzz lock

run: setup
	$(BIN)/renkei build
	$(BIN)/renkei serve --open

setup: .venv/run

# What is compiled once is kept, for each of the processes and for the next run.
test: .venv/dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder $(ARGS)

# 読み込みと書き込みの途中で命令を止める（KILLS=100 回ずつ、SEED=前と同じ時に止める）
torture: .venv/dev
	RENKEI_TORTURE=$(or $(KILLS),100) RENKEI_TORTURE_SEED=$(or $(SEED),0) $(BIN)/python -m pytest -s tests/torture $(ARGS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check install

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 以上が要ります")'
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

bench: .venv/dev
	$(BIN)/python -m bench $(ARGS)

# The fuzzer is no dependency: it lives in an environment of its own, which sees the packages of the other.
fuzz: .venv/dev build/fuzz-env
	build/fuzz-env/bin/python -m tests.fuzz $(ARGS)

build/fuzz-env:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip --quiet --disable-pip-version-check install atheris
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $$(echo $@/lib/python3*/site-packages)/project.pth

bundle: .venv/dev
	$(BIN)/python bundle/make.py $(ARGS)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
