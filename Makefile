# Every target sets itself up: it creates .venv and installs what it needs, pinned and hashed, then does its work.
# A second run installs nothing. Needed beforehand: make, python3 (3.11 or later) and python3-venv.
#
#   make demo     a first look: one mission, the national books, an invented province
#   make test     the tests, under five minutes, Python packages only
#   make lint     ruff, mypy, the import contract
#   make docs     the documentation as a site in docs/_build
#   make judges   checks by other people's programs (QGIS, GDAL, PostGIS), installed from Debian where possible
#   make endure   kill -9, many writers, fuzzed imports
#   make bench    measured side by side with the obvious alternatives
#   make clean    remove everything that these targets made

SHELL  := /bin/bash
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs judges endure bench lock clean

help:
	@sed -n 's/^#   //p' Makefile

demo: $(VENV)/.with-base
	@$(BIN)/tilth demo

test: $(VENV)/.with-test
	@$(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile=ci

lint: $(VENV)/.with-test $(VENV)/.with-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.with-docs
	@$(BIN)/python tools/write_track_record.py
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build
	@echo "The site is in docs/_build; open docs/_build/index.html."

judges: $(VENV)/.with-test $(VENV)/.with-judges
	@tools/install_judges.sh
	@tools/run_suite.sh $(BIN)/python tests/judges

endure: $(VENV)/.with-test
	@tools/run_suite.sh $(BIN)/python tests/endure

bench: $(VENV)/.with-bench
	@tools/install_postgis.sh
	@$(BIN)/python -m bench

# For maintainers: resolve the requirements anew. Needs uv on the PATH.
lock:
	@tools/lock_requirements.sh

clean:
	rm -rf $(VENV) docs/_build docs/reference/generated build dist out
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp .with-NAME is newer than requirements/NAME.txt once that file has been installed.
$(VENV)/.with-base: requirements/base.txt requirements/build.txt pyproject.toml tools/install.sh
	@tools/install.sh "$(PYTHON)" $(VENV) base build
	@touch $@

$(VENV)/.with-%: requirements/%.txt $(VENV)/.with-base
	@tools/install.sh "$(PYTHON)" $(VENV) $*
	@touch $@
