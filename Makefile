# Needs Python >= 3.11 with venv, make and git; makes the rest itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EDITABLE := $(VENV)/.installed
TOOLS := $(VENV)/.tools

.PHONY: run test check faults bench bare clean train catalogue lock

run: $(EDITABLE)
	@exec $(BIN)/resfri run

test: $(TOOLS)
	$(BIN)/pytest -m "not faults and not measured" -n 3 --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest -m measured

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/catalogues.py --check

faults: $(TOOLS)
	$(BIN)/pytest -m faults $(ONLY)

bench: $(TOOLS)
	@for script in bench/*.py; do [ -e "$$script" ] || continue; $(BIN)/python "$$script"; done

train: $(TOOLS)
	$(BIN)/resfri packs train --out knowledge/vikter
	$(PIP) install --constraint requirements.lock --editable '.[e5]'
	$(BIN)/resfri packs train --tier e5 --out knowledge/vikter

catalogue: $(TOOLS)
	$(BIN)/python .ci/catalogues.py --update

lock: $(TOOLS)
	.ci/lock $(BIN)

bare:
	.ci/bare

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Resfri behöver Python 3.11 eller nyare. Ange den så här: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python saknar venv. Installera paketet python3-venv och försök igen."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade pip

$(EDITABLE): pyproject.toml requirements.lock hatch_build.py | $(BIN)/python
	@echo "Installerar Resfri ..."
	@$(PIP) install --constraint requirements.lock --editable .
	@touch $@

$(TOOLS): $(EDITABLE)
	@$(PIP) install --constraint requirements.lock --editable '.[postgres,slack,telegram]' --group dev
	@.ci/browser $(BIN)
	@touch $@
