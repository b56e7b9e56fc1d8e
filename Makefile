# Everything runs from this checkout in .venv, which each target makes or completes on its own.

PYTHON ?= python3
IN_VENV := .venv/bin/python
SET_UP := @$(PYTHON) packaging/set_up.py
DEMO := build/demo

# One set-up at a time.
.NOTPARALLEL:
.PHONY: help demo run test lint format coverage bench faults screens lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the main job: make a journal of invented people and four PDFs of it, in build/demo
	$(SET_UP) desktop
	@mkdir -p $(dir $(DEMO))
	@$(IN_VENV) -m coachdesk demo --again $(DEMO)

run: ## start CoachDesk
	$(SET_UP) desktop
	@$(IN_VENV) -m coachdesk

test: ## run every test
	$(SET_UP) test
	@$(IN_VENV) -m pytest --numprocesses=auto

lint: ## check style and types
	$(SET_UP) test
	@$(IN_VENV) -m ruff check .
	@$(IN_VENV) -m ruff format --check .
	@$(IN_VENV) -m mypy

format: ## put the code into its usual form
	$(SET_UP) test
	@$(IN_VENV) -m ruff check --fix .
	@$(IN_VENV) -m ruff format .

coverage: ## run every test and hold the core to 95 % of its lines and of its branches
	$(SET_UP) test
	@rm -rf build/coverage
	@mkdir -p build/coverage
	@$(IN_VENV) -m coverage run -m pytest --numprocesses=auto
	@$(IN_VENV) -m coverage combine --quiet
	@$(IN_VENV) -m coverage report
	@$(IN_VENV) -m coverage json --quiet
	@$(IN_VENV) packaging/check_coverage.py build/coverage/coverage.json

bench: ## measure how long things take
	$(SET_UP) test
	@$(IN_VENV) -m coachdesk bench

# FAULTS=full tries ten times as much; SEED=8 draws other cases.
FAULTS ?= tenth
SEED ?= 7

faults: ## break everything there is to break and write build/faults/report.md (FAULTS=full: for hours)
	$(SET_UP) test
	@$(IN_VENV) -m tests.faults --share $(FAULTS) --seed $(SEED)

screens: ## render every screen to PNG, light and dark, in build/screens
	$(SET_UP) test
	@$(IN_VENV) -m tests.gui.screens

# UPGRADE=--upgrade takes the newest versions that pyproject.toml allows.
LOCK := @$(IN_VENV) -m uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --no-build \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"
RUN_LOCK := packaging/requirements.txt

lock: ## make the lock files again, after a change of dependencies in pyproject.toml
	$(SET_UP) lock
	$(LOCK) pyproject.toml --extra journal -o $(RUN_LOCK)
	$(LOCK) pyproject.toml -c $(RUN_LOCK) --extra desktop -o packaging/requirements-desktop.txt
	$(LOCK) pyproject.toml -c $(RUN_LOCK) --extra desktop --group dev -o packaging/requirements-dev.txt
	$(LOCK) --group lock -o packaging/requirements-lock.txt

clean: ## remove .venv, build and caches
	@rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find coachdesk tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
