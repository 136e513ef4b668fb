# 使い方: make run（画面を見る） / make test（試験） — どちらも、要るものを .venv に入れるところから始まります。
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run setup test check bench bundle lock

run: setup
	$(BIN)/renkei build
	$(BIN)/renkei serve --open

setup: .venv/run

test: .venv/dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder $(ARGS)

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

bundle: .venv/dev
	$(BIN)/python bundle/make.py $(ARGS)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
