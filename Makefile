# Needs Python 3.11 or newer, git and make; everything else goes into .venv.
# `make help` lists what can be done.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$name" && break; done)
# Two workers: the end-to-end tests spend their time waiting for processes, a file's tests share one database.
PYTEST_ARGS ?= -n 2 --dist loadfile
KILLS ?= 300
LOCK := CUSTOM_COMPILE_COMMAND="make lock" PYTHONWARNINGS=ignore $(PY) -m piptools compile --quiet --no-config \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras --allow-unsafe \
	--generate-hashes $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test lint lock soak bench shots clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.run ## start the bot; without BOT_TOKEN, the sandbox in a browser
	@exec $(PY) -m bot start

test: lint ## style, types and every test; REQUIRE_SERVICES=1 turns skips into failures
	$(PY) -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev ## style and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

lock: $(VENV)/.dev ## write requirements*.txt from pyproject.toml; UPGRADE=1 takes newer versions
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

soak: $(VENV)/.dev ## kill the bot at random moments for long, at taps, sweeps and sends: KILLS=300
	KILLS=$(KILLS) $(PY) -m pytest tests/e2e/test_kill.py tests/e2e/test_sweeps_kill.py tests/e2e/test_kill_sender.py -x -s

bench: $(VENV)/.dev ## the figures of the README
	$(PY) -m benchmarks

shots: $(VENV)/.dev ## take the screenshots of the docs anew (needs Chromium)
	$(PY) -m docs.shots

clean: ## remove .venv and caches; data/ and .env stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment is made anew; a working one is kept.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; PYTHON=/path/to/python names one" >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "Making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv --clear $(VENV); }
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@echo "Installing what the bot needs (once)"
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/.made
	@echo "Installing what the tests need (once)"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $(VENV)/.run $@
