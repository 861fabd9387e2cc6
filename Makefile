# make demo    hear something: a model trained on sounds made by code, and three takes
# make test    what must hold before a change is sent: the linters and the tests
# make lint    the linters alone
# make bench   measure quality and speed; minutes
# make serve   the page, HTTP and OSC on this machine
#
# Everything happens in .venv, which is made at need from any Python 3.11 or newer:
# make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.stamp-run
DEV := $(VENV)/.stamp-dev

.PHONY: demo test lint bench serve clean

demo: $(RUN)
	$(BIN)/timbrel demo

serve: $(RUN)
	$(BIN)/timbrel serve

test: lint
	$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports --no-logo
	$(BIN)/pyright

bench: $(DEV)
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Timbrel needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# A new entry point or dependency is a change of pyproject.toml: then everything is looked at anew.
$(RUN): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(DEV): pyproject.toml $(RUN)
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
