# Everything that a fresh machine with Python 3.11, make and a network needs. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= auftakt-hub

# With it, every process compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test install ui check slow bench api clean
.DEFAULT_GOAL := help

help:  ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 12

$(VENV)/.ready: pyproject.toml uv.lock hatch_build.py $(shell find ui -type f -not -path '*/node_modules/*' 2>/dev/null)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Auftakt needs Python 3.11 or later; set PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --all-extras --quiet
	@touch $@

install: $(VENV)/.ready  ## Environment, dependencies and the app

demo: install  ## A real year of a retailer, one campaign from idea to lift, and the app on http://127.0.0.1:8000
	$(BIN)/auftakt --home $(HOME_DIR) demo

test: install  ## Linters, types, floors and tests
	$(BIN)/ruff check auftakt tests bench hatch_build.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 -m "not slow"

slow: install  ## The tests that take longer: crashes, whole demo, real SDKs, and each law in full
	$(BIN)/python -m pytest -n 2 --dist loadfile --hypothesis-profile whole -m "slow or hypothesis"

check: install  ## Linters, types and floors only
	$(BIN)/ruff check auftakt tests bench hatch_build.py
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install  ## Every promise with its figure and its ratio
	@for each in bench/[a-z]*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

api: install  ## Writes ui/openapi.json from the server and the TypeScript types from it
	$(BIN)/python -m auftakt.web.openapi > ui/openapi.json
	cd ui && npm run generate

ui: install  ## Builds the app again
	cd ui && npm ci --no-audit --no-fund && npm run build

clean:  ## Removes the environment, the built app and caches; never a hub
	rm -rf $(VENV) auftakt/web/ui ui/node_modules .mypy_cache .ruff_cache .pytest_cache
