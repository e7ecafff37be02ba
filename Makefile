# Two commands on a fresh machine: `make run` and `make test`. Both need Python 3.11 or later and npm, nothing else.
# Everything is installed in this folder (.tools, .venv, node_modules, static); data is kept in the state folder (`make help`).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

UV_VERSION := 0.13.9
UV := .tools/uv/bin/uv
BIN := .venv/bin
STAMPS := .tools/stamps

# uv keeps its downloads here and never fetches a Python of its own; npm the same. Nothing is written in anybody's home folder.
export UV_CACHE_DIR ?= $(CURDIR)/.tools/cache/uv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_LINK_MODE ?= hardlink
export npm_config_cache ?= $(CURDIR)/.tools/cache/npm
export npm_config_update_notifier := false
export npm_config_fund := false
export npm_config_audit := false

# Which Python, said once, when .venv is made: naming another later would make it anew.
PYTHON = $(if $(wildcard .venv/bin/python),,--python "$$(scripts/python-for-oscr)")

say = @printf '\033[1m%s\033[0m\n' "== $(1)"

.PHONY: help
help: ## this list
	@echo "make TARGET"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14
	@echo
	@echo "PORT=8001 make run chooses other ports; OSCR_STATE chooses where data is kept; see .venv/bin/oscr run --help"

.PHONY: run
run: setup ## install what is missing, then start everything on this machine until Ctrl-C
	@exec $(BIN)/oscr run

.PHONY: setup
setup: $(STAMPS)/static ## install what running needs; quick and silent when nothing changed

.PHONY: test
test: $(STAMPS)/tests $(STAMPS)/static browser check ## everything: lint, types, contracts, all tests in a real browser too
	$(call say,tests: all; every branch of law and flow is walked)
	@$(BIN)/pytest -n 2 --dist worksteal -q -m "not slow" --cov=oscr.law --cov=oscr.flow --cov-branch --cov-fail-under=100
	$(call say,tests: whole systems; one at a time)
	@$(BIN)/pytest -q -m slow

.PHONY: fast
fast: $(STAMPS)/tests $(STAMPS)/static check ## the fast lane: no browser, no killing of processes
	$(call say,tests: the fast lane)
	@$(BIN)/pytest -n 2 --dist worksteal -q -m "not browser and not slow and not thorough"

.PHONY: check
check: $(STAMPS)/tests ## lint, types, contracts of the house
	$(call say,lint)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	$(call say,contracts of the house)
	@$(BIN)/lint-imports --no-cache
	$(call say,types)
	@$(BIN)/mypy

.PHONY: bench
bench: $(STAMPS)/tests $(STAMPS)/static ## what is fast, measured beside what it is compared with
	@$(UV) sync --frozen --inexact --quiet --group bench $(PYTHON)
	@$(BIN)/python -m bench

.PHONY: screens
screens: $(STAMPS)/tests $(STAMPS)/static browser ## new pictures of the screens for docs/screens
	@mkdir -p docs/screens
	@OSCR_SCREENS=1 $(BIN)/pytest -q tests/journeys/test_screens.py

.PHONY: browser
browser: $(STAMPS)/tests
	@scripts/browser

.PHONY: clean
clean: ## remove what was installed here; data in the state folder stays
	rm -rf .tools .venv node_modules static

# --- what is installed, each behind a stamp that is newer than what it was made from -----------------------------------------------

# What must be there before anything is installed; asked first, so that nobody waits for half an installation.
$(STAMPS)/tools:
	@scripts/python-for-oscr > /dev/null
	@command -v npm > /dev/null || { echo "npm is missing. Install Node.js 18 or later with npm (Debian, Ubuntu:" \
	  "apt-get install npm), then try again." >&2; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/uv-$(UV_VERSION): | $(STAMPS)/tools
	$(call say,uv $(UV_VERSION): installs Python packages)
	@if [ ! -x $(UV) ] || [ "$$($(UV) --version | cut -d' ' -f2)" != "$(UV_VERSION)" ]; then \
	  python="$$(scripts/python-for-oscr)"; \
	  rm -rf .tools/uv; \
	  if ! "$$python" -m venv .tools/uv > /dev/null; then rm -rf .tools/uv; \
	    echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	  .tools/uv/bin/pip --disable-pip-version-check --quiet --no-cache-dir install "uv==$(UV_VERSION)"; \
	fi
	@touch $@

$(STAMPS)/packages: $(STAMPS)/uv-$(UV_VERSION) pyproject.toml uv.lock
	$(call say,Python packages)
	@$(UV) sync --frozen --inexact --no-default-groups --group demo --quiet $(PYTHON)
	@touch $@

$(STAMPS)/tests: $(STAMPS)/packages
	$(call say,what the tests need)
	@$(UV) sync --frozen --quiet $(PYTHON)
	@touch $@

$(STAMPS)/browser-files: package.json package-lock.json | $(STAMPS)/tools
	$(call say,browser files)
	@npm ci --silent --no-progress
	@touch $@

# The list of sources is asked of find, so that a changed file is collected again. Left out is what no page of ours can name.
$(STAMPS)/static: $(STAMPS)/packages $(STAMPS)/browser-files oscr/config/settings.py $(shell find oscr -path '*/static/*' -type f 2>/dev/null)
	$(call say,static files)
	@DJANGO_SETTINGS_MODULE=oscr.config.settings $(BIN)/python -m django collectstatic --no-input --clear --verbosity 0 \
	  --ignore material-icons --ignore ext
	@touch $@
