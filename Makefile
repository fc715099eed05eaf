# What is needed is a Python of 3.11 or later, and make. Everything else is put into .venv.
#
#   make letter      set a sample letter, and say where the PDF is
#   make test        run the tests
#   make lint        ruff and mypy
#   make citeproc    compare reference lists with citeproc-js, which Node runs
#   make pythons     whether every Python on the PATH makes the same files
#   make benchmark   how fast, side by side with Typst and WeasyPrint
#   make compare     how well, side by side with them: measured on the PDFs, with pictures
#   make clean       remove all that was made

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
LETTER ?= content/short-reply.yaml

.PHONY: letter test lint citeproc pythons benchmark compare clean
.DELETE_ON_ERROR:

letter: .venv/made
	@mkdir -p out
	@$(BIN)/rejoinder build $(LETTER) --output out/ > /dev/null
	@echo "The letter is set: $(CURDIR)/out/$(basename $(notdir $(LETTER))).pdf"

test: .venv/made-test
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

lint: .venv/made-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

citeproc: .venv/made-test
	@npm install --silent --no-fund --no-audit --prefix .venv/citeproc-js citeproc@2.4.63
	@$(BIN)/python -m pytest -s -rs -m citeproc_js tests/document $(ARGS)

pythons: .venv/bin/python
	@$(BIN)/python tests/pythons.py $(ARGS)

benchmark: .venv/made-benchmark
	@$(BIN)/python benchmarks/run.py $(ARGS)

compare: .venv/made-benchmark
	@$(BIN)/python benchmarks/compare.py $(ARGS)
	@$(BIN)/python benchmarks/side_by_side.py

clean:
	@rm -rf .venv .venv-3.* out/*.pdf out/benchmark dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

# The files .venv/made… say what has been installed, so that a second run need not ask again.

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "No Python of 3.11 or later with venv was found; name one: make PYTHON=/path/to/python3" >&2; exit 1; fi
	@$(PYTHON) -m venv .venv

.venv/made: pyproject.toml | .venv/bin/python
	@echo "Installing Rejoinder into .venv (once) …"
	@$(PIP) --editable .
	@touch $@

.venv/made-%: pyproject.toml | .venv/bin/python
	@echo "Installing Rejoinder and what $* needs into .venv (once) …"
	@$(PIP) --editable '.[$*]'
	@touch .venv/made $@
