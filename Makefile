# make demo    extract the plans of raw/ into output/ and show them
# make test    lint, types and tests
#
# Both need Python 3.11 or later and PyPI, nothing else: they make a private .venv and get uv into
# it. The stamps make a second run start at once, until uv.lock or pyproject.toml changes.

SHELL := /bin/sh
.SHELLFLAGS := -ec
.DELETE_ON_ERROR:
.PHONY: demo test lint format types tests clean

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
JOBS ?= auto
BIN := .venv/bin
SYNC := UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --locked --inexact --quiet

demo: .venv/.demo
	$(BIN)/pst batch raw -o output
	for plan in output/*.json; do \
	  case "$$plan" in output/run.json|*.corrections.json) ;; \
	  *) $(BIN)/pst show --level oo "$$plan" ;; esac; \
	done
	@printf '%s\n' "" "Next:" "  . .venv/bin/activate" \
	  "  pst stats output" \
	  "  pst export output --to xlsx -o output/plans.xlsx" \
	  "  pst export output --to parquet -o output/tables" \
	  "  pst serve output" \
	  "  pst compare --help"

test: lint types tests

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/.dev
	$(BIN)/mypy --strict extractor

tests: .venv/.dev
	$(BIN)/pytest -n $(JOBS)

clean:
	rm -rf .venv

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv

.venv/.demo: pyproject.toml uv.lock | $(BIN)/uv
	$(SYNC) --no-dev --extra analysis --extra web
	@touch $@

.venv/.dev: pyproject.toml uv.lock | $(BIN)/uv
	$(SYNC) --all-extras
	@touch $@ .venv/.demo
