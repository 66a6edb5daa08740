# Two commands for a fresh machine (Python 3.11+, pip, make): `make pack` and `make test`.
# Both set up what they need in .venv first; a later call goes straight on.
# Recipes run from this folder and name only relative paths, so a path with a space is no trouble.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: pack test check static format bench bench-import bench-pandoc bench-lines refresh clean help
.DEFAULT_GOAL := help

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

pack: $(VENV)/run.stamp ## set up and build the pack into build/
	$(BIN)/python -m briefgen build

test: $(VENV)/dev.stamp ## set up and run the tests
	$(BIN)/python -m pytest -n 2

check: static test ## all of it: what `make static` checks, and the tests

static: $(VENV)/dev.stamp ## format, lint, types, import contracts
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command as c; c()'

format: $(VENV)/dev.stamp ## put the code in its form
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

bench: $(VENV)/bench.stamp ## time the dossier against typst and pandoc
	$(BIN)/python benchmarks/peers.py

bench-pandoc: $(VENV)/bench.stamp ## say how much of Pandoc's own tests in SUITE is read as Pandoc does
	$(BIN)/python benchmarks/pandoc_suite.py $(SUITE)

bench-import: $(VENV)/dev.stamp ## say how much of each import sample is right
	$(BIN)/python benchmarks/importing.py

bench-lines: $(VENV)/bench.stamp ## measure the lines of a page beside typst's and LaTeX's
	$(BIN)/python benchmarks/typesetting.py

refresh: $(VENV)/dev.stamp ## write the golden files anew; read the difference before you commit
	$(BIN)/python -m pytest -q --refresh

clean: ## remove what was built and set up
	rm -rf $(VENV) build/*.pdf build/*.docx .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Debian's Python comes without what `venv` needs; there pip brings virtualenv, into .venv alone.
$(VENV)/run.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "briefgen needs Python 3.11 or later; say which: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) 2>/dev/null \
	  || { rm -rf $(VENV) && $(PYTHON) -m pip install --quiet --target $(VENV)/bootstrap virtualenv \
	  && PYTHONPATH=$(VENV)/bootstrap $(PYTHON) -m virtualenv --quiet $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/bench.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
