# What the project can do, a word each. Every target sets up what it needs, in .venv.
#
#   make try      a digest of the sample articles
#   make test     the tests
#   make thorough the tests with all that make test tries in part: on both databases, with all examples
#   make check    linters, types, import contracts
#   make bench    what it costs, in CPU and memory
#   make install  the command .venv/bin/pullquote, without the tools of development
#   make postgresql what a PostgreSQL database needs, beside it
#   make scale    what several processes on one PostgreSQL database need, beside it, for Slack's many workspaces as well
#   make workspaces what many workspaces that install the app on Slack need, beside it
#   make semantic the optional model beside it, which finds stories by what articles mean
#   make format   lay the code out
#   make docs     write docs/configuration.md and slack-manifest.yaml anew, of what is in bot/
#   make lock     choose the versions of all dependencies anew
#   make clean    remove .venv and all caches

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: try test thorough check bench install postgresql scale workspaces semantic format docs lock clean

try: install
	@$(BIN)/pullquote try

test: .venv/dev
	$(BIN)/pytest

thorough: .venv/dev
	$(BIN)/pytest --deep --database both

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev
	$(BIN)/pytest tests/bench

install: .venv/run

postgresql: .venv/run
	@$(UV) pip install --quiet --require-hashes -r requirements/postgresql.txt

scale: .venv/run
	@$(UV) pip install --quiet --require-hashes -r requirements/scale.txt

workspaces: .venv/run
	@$(UV) pip install --quiet --require-hashes -r requirements/workspaces.txt

semantic: .venv/run
	@$(UV) pip install --quiet --require-hashes -r requirements/semantic.txt

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev
	$(BIN)/python -m tests.house.configuration_page > docs/configuration.md.new
	@mv docs/configuration.md.new docs/configuration.md
	$(BIN)/python -m tests.house.slack_manifest > slack-manifest.yaml.new
	@mv slack-manifest.yaml.new slack-manifest.yaml

lock: .venv/uv
	$(COMPILE) --upgrade --group build --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --upgrade --group dev --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --upgrade --extra postgresql --constraint requirements/dev.txt --output-file requirements/postgresql.txt pyproject.toml
	$(COMPILE) --upgrade --extra scale --extra workspaces --constraint requirements/dev.txt --output-file requirements/scale.txt pyproject.toml
	$(COMPILE) --upgrade --extra workspaces --constraint requirements/dev.txt --output-file requirements/workspaces.txt pyproject.toml
	$(COMPILE) --upgrade --extra semantic --constraint requirements/dev.txt --output-file requirements/semantic.txt pyproject.toml
	echo uv | $(COMPILE) --upgrade --output-file requirements/uv.txt -

clean:
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: a set-up is done again when what it was made from has changed.

.venv/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pullquote needs Python 3.11 or later, and $(PYTHON) is older. Name another: make PYTHON=python3.13 ..."; exit 1; }
	@echo "Setting up .venv, once: this takes less than a minute."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/run: .venv/uv requirements/run.txt pyproject.toml
	@$(UV) pip install --quiet --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/run requirements/dev.txt
	@$(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
