# Everything a newcomer, a developer and CI do. Needs Python 3.11 or newer, make and a package index; nothing else.
#
#   make run     install into .venv, then the whole job on the bundled demo site
#   make test    install, then all tests
#
# Another interpreter: make test PYTHON=python3.12
# Only some tests, in one process: make test ARGS="tests/house -x" WORKERS=0

PYTHON ?= python3
ARGS ?=
WORKERS ?= auto
# All paths are relative, so that a checkout below a folder with blanks in its name works.
BIN := .venv/bin
STAMP := .venv/installed
PEERS := .venv/installed-peers

# One file for every platform and every supported Python; no address of an index and no path of this machine in it.
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-config \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test coverage lint format types generate check-generated bench lock audit clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

install: $(STAMP) ## Create .venv and install what requirements.lock pins

run: $(STAMP) ## The whole job on the bundled demo site
	$(BIN)/jsiq-scrape demo $(ARGS)

test: $(STAMP) ## All tests
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal $(ARGS)

# Left out are tests of what a command imports, and of files that may not grow: measuring imports, and writes, itself.
coverage: $(STAMP) ## Which branches the tests take, in processes that they start too
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal \
	  --cov --cov-config=tests/coverage.toml --cov-report=term-missing:skip-covered \
	  -k "not without_loading and not loads_no_heavy and not cannot_be_written_is_told" $(ARGS)

lint: $(STAMP) ## Style and likely bugs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(STAMP) ## Put the code into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(STAMP) ## mypy strict on the package
	$(BIN)/mypy

generate: $(STAMP) ## Write db/schema.sql, metadata and codebook anew from the tables
	$(BIN)/python -m jsiq_scrape.load.generate db

check-generated: $(STAMP) ## Fail when the generated files in db/ are not what the tables say
	$(BIN)/python -m jsiq_scrape.load.generate --check db

bench: $(PEERS) ## Run everything in benchmarks/, against its peers, and write docs/benchmarks.md
	@$(BIN)/python benchmarks/report.py $(ARGS)

lock: $(STAMP) ## Pin the newest versions that pyproject.toml allows
	$(COMPILE) --all-extras --output-file requirements.lock pyproject.toml
	$(COMPILE) --group pyproject.toml:peers --constraint requirements.lock --output-file benchmarks/requirements.lock

# Not part of CI: it asks a service on the network. --strict, because a package that nobody could look up is no pass.
audit: $(STAMP) ## Ask a public service for known flaws of everything that is pinned
	$(BIN)/uv tool run pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	  --requirement requirements.lock --requirement benchmarks/requirements.lock $(ARGS)

clean: ## Remove the environment, the demo's folder and the tools' caches; never evidence
	rm -rf .venv .demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find jsiq_scrape tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

# The stamp is written last, so an interrupted installation is taken up again. Without compiling all libraries at once
# (Python does it for those it imports) the installation takes 30 instead of 45 seconds.
$(STAMP): requirements.lock pyproject.toml $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(PEERS): benchmarks/requirements.lock $(STAMP)
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes --requirement benchmarks/requirements.lock
	@touch $@

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "make: no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $$("$(PYTHON)" --version 2>&1) is too old: jsiq_scrape needs 3.11 or newer. Name one: make run PYTHON=python3.12" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear .venv
