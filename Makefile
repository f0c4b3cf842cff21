# Newsroom: `make run` and `make test` need python3 (3.11 or newer), make and a package index.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-postgresql bench growth setup setup-test requirements lint clean

run: setup
	@PORT=$(PORT) $(BIN)/python manage.py serve --demo

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.txt
	@echo "Setting up: a virtual environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Newsroom needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up: the pinned packages of requirements.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

setup-test: $(VENV)/.ready-test

$(VENV)/.ready-test: tests/requirements.txt | setup
	@echo "Setting up: what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

PYTEST := $(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist loadgroup --no-loadscope-reorder

test: setup-test
	@$(BIN)/python tests/find_browser.py
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(PYTEST) $(ARGS)

# What can go otherwise on another database: all that asks one, the journeys of people, and the cluster.
test-postgresql: setup-test
	@$(BIN)/python -m tests.services $(PYTEST) -m "database and not browser or journey or cluster" $(ARGS)

bench: setup-test
	@$(BIN)/python -m tests.bench

growth: setup-test
	@$(BIN)/python -m tests.growth.measure $(ARGS)

lint: setup-test
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

COMPILE := .venv-compile/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links
requirements:
	@$(PYTHON) -m venv .venv-compile && .venv-compile/bin/pip install --quiet pip-tools
	$(COMPILE) --output-file=requirements.txt pyproject.toml
	$(COMPILE) --extra s3 --output-file=deploy/requirements.txt pyproject.toml
	$(COMPILE) --extra s3 --extra test --output-file=tests/requirements.txt pyproject.toml
	@rm -rf .venv-compile

clean:
	rm -rf $(VENV) var staticfiles
