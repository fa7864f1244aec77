# Two commands: `make demo` makes the sample scorecards, `make test` passes every test.
# Both do all the set-up: a virtual environment in .venv and, as root, the system packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= scorecards

# Compiled modules are kept: the tests start hundreds of processes, and each would compile anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test prove bench lint types contracts unit lowest setup system lock samples docs golden clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

demo: $(VENV)/.run system-run  ## make the sample scorecards and say where they are
	@$(BIN)/kpireport report samples/ecommerce.xlsx samples/retail_fr.xlsx --output $(OUT)
	@$(BIN)/kpireport pack samples/group.xlsx --title "Calder & Holt" --output $(OUT)
	@echo
	@echo "The sample scorecards are in $(CURDIR)/$(OUT)"

test: $(VENV)/.dev system-dev lint types contracts unit lowest  ## everything that must hold

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev system-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup

LOWEST := model stats workbook compute i18n test_resources.py test_real.py

lowest: $(VENV)/.lowest system-run  ## what needs no browser, at the lowest versions allowed
	$(VENV)-lowest/bin/python -m pytest -q -n 2 -p no:cacheprovider $(addprefix tests/,$(LOWEST))

prove: $(VENV)/.dev system-dev  ## long property sweeps, every page for axe, half an hour of fuzzing
	HYPOTHESIS_PROFILE=prove SWEEP_FACTOR=20 $(BIN)/python -m pytest -n 2 --dist loadgroup tests/stats tests/compute tests/workbook tests/present tests/render/test_excel_live.py tests/render/test_pdf_conformance.py tests/render/test_html_access.py tests/render/test_html_charts.py tests/render/test_html_switch.py tests/safety tests/commands/test_new.py tests/pipeline tests/year tests/test_docs.py
	$(BIN)/python -m tools.fuzz 30 --seed $$(date +%s)

bench: $(VENV)/.dev system-dev  ## what it costs, beside bare floors and what one would do instead
	$(BIN)/uv pip install -q --python $(BIN)/python --group bench
	$(BIN)/python -m tools.bench

setup: $(VENV)/.dev system-dev  ## the development environment

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kpireport needs Python 3.11 or newer; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || ./.ci/system-packages python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check 'uv>=0.5'

$(VENV)/.run: $(VENV)/bin/uv pyproject.toml requirements/run.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/run.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/uv pyproject.toml requirements/dev.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@ $(VENV)/.run

$(VENV)/.lowest: $(VENV)/bin/uv pyproject.toml
	$(BIN)/uv venv -q --clear --python $(BIN)/python $(VENV)-lowest
	$(BIN)/uv pip install -q --python $(VENV)-lowest/bin/python --resolution lowest-direct --only-binary numpy --only-binary pandas --only-binary scipy -e . --group test
	@touch $@

.PHONY: system-run system-dev
system-run:
	@./.ci/system-packages run

system-dev:
	@./.ci/system-packages dev

lock: $(VENV)/bin/uv  ## renew the lock files
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --upgrade --python-version 3.11 pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --upgrade --python-version 3.11 pyproject.toml --group dev -o requirements/dev.lock

samples: $(VENV)/.dev  ## make the sample workbooks anew
	$(BIN)/python -m tools.make_samples

docs: $(VENV)/.dev  ## renew the pages that are written from the program
	$(BIN)/python tools/compile_click_catalogue.py
	$(BIN)/python tools/write_problem_docs.py
	$(BIN)/python -m tools.docs_examples
	$(BIN)/python -m tools.make_look_pictures
	$(BIN)/python -m tools.write_bad_habits

golden: $(VENV)/.dev system-dev  ## renew the golden pictures of charts and pieces of pages
	$(BIN)/python -m tools.renew_golden

clean:  ## remove what was made here
	rm -rf $(VENV) $(VENV)-lowest $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
