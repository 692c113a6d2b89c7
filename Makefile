# Everything a person does with this repository, by name. `make` alone prints the list.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/run.stamp
DEV := .venv/dev.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
        --custom-compile-command "make lock" pyproject.toml
EVERY_CORE := --numprocesses auto --dist worksteal
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard portal/translations/*/LC_MESSAGES/*.po))

.PHONY: help
help:
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	     /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo

##@ Run it
.PHONY: install run demo
install: $(DEV) $(TRANSLATIONS) ## build .venv with every library at its locked version, and the onewindow command

run: $(RUN) $(TRANSLATIONS) ## start the portal with the demo town (ONEWINDOW_PORT and ONEWINDOW_DATA choose port and folder)
	@exec $(BIN)/onewindow up

demo: $(RUN) $(TRANSLATIONS) ## load the demo town into the data folder without starting the portal
	@exec $(BIN)/onewindow demo load

##@ Prove it
# Tests start the portal's commands as processes: where nothing compiled may be kept, each of them compiles the portal again.
test test-fast bench: export PYTHONDONTWRITEBYTECODE :=
.PHONY: test test-fast bench
test: $(DEV) $(TRANSLATIONS) ## the whole suite, on SQLite and on PostgreSQL; says at its end what could not be proven
	@exec $(BIN)/python -m pytest $(EVERY_CORE)

test-fast: $(DEV) $(TRANSLATIONS) ## rules of law, services and pages on SQLite only, no browser
	@exec $(BIN)/python -m pytest $(EVERY_CORE) -m "not slow" --engine sqlite

bench: $(DEV) $(TRANSLATIONS) ## speed, each figure as a ratio to a raw baseline of the same run
	@exec $(BIN)/python -m pytest tests/bench -s

##@ Keep it in order
.PHONY: lint types format hooks
lint: $(DEV) ## style, directions of imports, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

types: $(DEV) ## types only: strict in guides/ and workflows/
	$(BIN)/mypy

format: $(DEV) ## mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: $(DEV) ## check every commit before it is made
	$(BIN)/pre-commit install

##@ Change what it is made of
.PHONY: translations lock clean
translations: $(RUN) ## collect the Chinese sentences, add the new ones to the English file, compile it
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l -k _lp:1c,2 --no-location --sort-output -o .venv/messages.pot .
	$(BIN)/pybabel --quiet update --width 100 --no-fuzzy-matching --ignore-obsolete -i .venv/messages.pot -d portal/translations
	$(BIN)/pybabel --quiet compile -d portal/translations

lock: $(DEV) ## choose the newest versions pyproject.toml allows, with hashes and without addresses
	$(LOCK) --extra dev --output-file requirements-dev.lock
	$(LOCK) --constraints requirements-dev.lock --output-file requirements.lock

clean: ## remove what the machine made; the data folder stays
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis $(TRANSLATIONS)
	find guides workflows portal migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "OneWindow needs Python 3.11 or newer, and $(PYTHON) is older or missing. Say which to use: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	    echo "Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUN): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the libraries of requirements.lock ..."
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing the tools of requirements-dev.lock ..."
	@$(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

%.mo: %.po | $(RUN)
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l $(word 3,$(subst /, ,$<))
