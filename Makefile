# Newsroom: `make run` and `make test` need python3 (3.11 or newer), make and a package index.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run setup setup-test test test-postgresql tools bench growth lint requirements sbom advisories clean

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: setup  ## fill a demo newsroom and serve it at port 8000 (PORT=…)
	@PORT=$(PORT) $(BIN)/python manage.py serve --demo

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

setup: $(VENV)/.ready  ## install what it takes to run

$(BIN)/python:
	@echo "Setting up: a virtual environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Newsroom needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt | $(BIN)/python
	@echo "Setting up: the pinned packages of requirements.txt …"
	@$(PIP) -r requirements.txt
	@touch $@

setup-test: $(VENV)/.ready-test  ## install what it takes to test

$(VENV)/.ready-test: tests/requirements.txt requirements.txt | $(BIN)/python
	@echo "Setting up: the pinned packages of tests/requirements.txt …"
	@$(PIP) --no-compile -r tests/requirements.txt
	@touch $(VENV)/.ready $@

PYTEST := $(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist loadgroup --no-loadscope-reorder

test: setup-test  ## lint, then run all tests, or some: ARGS="tests/comments -n 0"
	@$(BIN)/python tests/find_browser.py
	@$(BIN)/ruff check .
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive manage.py articles comments newsroom
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(PYTEST) $(ARGS)

# What can go otherwise on another database: all that asks one, the journeys of people, and the cluster.
test-postgresql: setup-test  ## run what asks the database on PostgreSQL and Redis of its own
	@$(BIN)/python -m tests.services $(PYTEST) -m "database and not browser or journey or cluster" $(ARGS)

tools:  ## install the programs that some tests need (Debian's and npm's packages)
	@$(PYTHON) -m tests.tools

bench: setup-test  ## measure pages and steps
	@$(BIN)/python -m tests.bench

growth: setup-test  ## measure an archive a hundred times as large
	@$(BIN)/python -m tests.growth.measure $(ARGS)

lint: setup-test  ## fix what ruff can fix, and format
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

COMPILE := .venv-compile/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links
requirements:  ## compile pyproject.toml into the pinned requirements
	@$(PYTHON) -m venv .venv-compile && .venv-compile/bin/pip install --quiet pip-tools
	$(COMPILE) --output-file=requirements.txt pyproject.toml
	$(COMPILE) --extra s3 --output-file=deploy/requirements.txt pyproject.toml
	$(COMPILE) --extra s3 --extra test --output-file=tests/requirements.txt pyproject.toml
	@rm -rf .venv-compile

sbom: setup-test  ## list the packages that a site runs on in sbom.json (CycloneDX)
	@$(BIN)/python -m tests.supply.sbom > sbom.json

advisories: setup-test  ## ask what is known against the pinned packages; it says where nobody can be asked
	@$(BIN)/python -m tests.supply.advisories

clean:  ## delete the environment and all that was written
	rm -rf $(VENV) var staticfiles sbom.json
