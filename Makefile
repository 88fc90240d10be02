# Every target makes its own .venv from nothing; Python 3.11+ and git are all that it needs.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# "make run ARGS='list requests'" hands arguments on.
ARGS ?=
PINS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test check lint types validate bench bench-quick docs fuzz screenshots snapshots pins clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run ## open the register
	@$(BIN)/followup $(ARGS)

test: .venv/dev ## run all tests
	$(BIN)/python -m pytest -q -n auto $(ARGS)

check: lint types test validate ## everything that CI runs

lint: .venv/dev ## ruff: lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev ## mypy, strict, over src
	$(BIN)/mypy

validate: .venv/run ## check every record
	$(BIN)/followup validate

bench: .venv/dev ## measure, in ratios against peers (ARGS=--million: a million records, too)
	$(BIN)/python -m benchmarks $(ARGS)

bench-quick: .venv/dev ## the same with 10,000 records at the most, and no page
	$(BIN)/python -m benchmarks --quick $(ARGS)

docs: .venv/dev ## make the generated pages of docs/ anew
	$(BIN)/python docs/generate.py

fuzz: .venv/dev ## try to break the checker, merges and exchange for minutes, not seconds
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -q tests/validate/test_hardness.py tests/validate/test_memory.py $(ARGS)
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -q tests/history/test_merging_property.py tests/history/test_endurance.py $(ARGS)

screenshots: .venv/dev ## take the pictures of the README anew
	$(BIN)/python docs/screenshots.py

snapshots: .venv/dev ## take the screen snapshots anew, after a wanted change
	$(BIN)/python -m pytest -q tests/tui --snapshot-update

pins: ## resolve the pinned requirements anew (needs uv)
	uv pip compile $(PINS) --extra build pyproject.toml -o requirements.txt
	uv pip compile $(PINS) --extra build --extra dev --extra import --extra lsp -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove .venv and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist src/*.egg-info *.egg-info

# The stamps say what .venv holds; a changed pin installs again.
.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "followup needs Python 3.11 or later; this is $$($(PYTHON) --version 2>&1)." \
	         "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Making .venv (once)" >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/python requirements.txt pyproject.toml
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
