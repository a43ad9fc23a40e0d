# Everything a newcomer, a developer and CI do. Needs Python 3.11 or newer, make and a package index; nothing else.
#
#   make run        install the program into .venv, then the whole job on the bundled demo site
#   make test       install what the tests need too, then the tests that a change needs: 3 minutes on 2 cores
#   make test-all   the same, then the long sweeps; docs/testing.md says what is where
#
# Another interpreter: make test PYTHON=python3.12
# Only some tests, in one process: make test ARGS="tests/house -x" WORKERS=0

PYTHON ?= python3
ARGS ?=
WORKERS ?= auto
# All paths are relative, so that a checkout below a folder with blanks in its name works.
BIN := .venv/bin
PROGRAM := .venv/installed
TESTS := .venv/installed-tests
SPARK := .venv/installed-spark
PEERS := .venv/peers/installed

# --no-deps: a lock file holds everything, so pip has nothing to resolve. pip 23.2.1 (Python 3.11 brings it) would ask the
# index for the newest version behind an extra, such as coverage[toml], and stop because that one is not pinned.
# --no-compile: Python compiles what it imports; compiling all libraries at once doubles the time.
INSTALLING := -m pip install --quiet --no-compile --no-deps
INSTALL := $(BIN)/python $(INSTALLING)

# One file for every platform and every supported Python; no address of an index and no path of this machine in it.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-config \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal

# Without its cache Python compiles every library anew in each of the hundreds of processes that the tests start:
# a command then takes 1.3 instead of 0.4 seconds.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install spark run test sweeps test-all coverage lint format screenshots types generate check-generated wheel bench lock audit clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

install: $(PROGRAM) ## Create .venv and install the program with Datasette: what requirements.lock pins

spark: $(SPARK) ## The same with what `sieve` needs, and what the tests do; Java comes from the system

run: $(PROGRAM) ## The whole job on the bundled demo site
	$(BIN)/jsiq-scrape demo $(ARGS)

test: $(TESTS) ## The tests that a change needs
	$(PYTEST) $(ARGS)

sweeps: $(SPARK) ## The long tests, which `make test` leaves out
	$(PYTEST) -m sweep $(ARGS)

test-all: ## All tests: `make test`, then `make sweeps`
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory sweeps

# Left out are tests of what a command imports, and of files that may not grow: measuring imports, and writes, itself.
coverage: $(SPARK) ## Which branches all tests take, in processes that they start too
	$(PYTEST) -m "sweep or not sweep" \
	  --cov --cov-config=tests/coverage.toml --cov-report=term-missing:skip-covered \
	  -k "not without_loading and not loads_no_heavy and not cannot_be_written_is_told" $(ARGS)

lint: $(TESTS) ## Style and likely bugs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(TESTS) ## Put the code into the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: $(SPARK) ## The pictures of docs/, of the demo's database (needs Chromium)
	$(BIN)/python tests/browser/screenshots.py docs/screenshots

types: $(TESTS) ## mypy strict on the package
	$(BIN)/mypy

generate: $(PROGRAM) ## Write db/schema.sql, metadata and codebook anew from the tables
	$(BIN)/python -m jsiq_scrape.database.generate db

check-generated: $(PROGRAM) ## Fail when the generated files in db/ are not what the tables say
	$(BIN)/python -m jsiq_scrape.database.generate --check db

wheel: $(PROGRAM) ## Build the wheel of this checkout: dist/jsiq_scrape-VERSION-py3-none-any.whl
	$(BIN)/python -m hatchling build --target wheel --directory dist

bench: $(PEERS) $(SPARK) ## Run all of benchmarks/ and write docs/benchmarks.md; ONLY="job history" runs these and prints
	@.venv/peers/bin/python benchmarks/report.py --spark $(BIN)/python $(ONLY) $(ARGS)

# The largest first; the others take their versions from it.
lock: $(TESTS) ## Pin the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade $(addprefix --extra ,datasette notify parquet xlsx dev) --group pyproject.toml:build \
	  --output-file tests/requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra datasette --group pyproject.toml:build --constraint tests/requirements.lock \
	  --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --group pyproject.toml:spark --constraint tests/requirements.lock --output-file tests/spark.lock
	$(COMPILE) --upgrade --group pyproject.toml:peers --constraint tests/requirements.lock \
	  --output-file benchmarks/requirements.lock

# Not part of CI: it asks a service on the network. --strict, because a package that nobody could look up is no pass.
# The lock file of the tests holds all that requirements.lock does.
audit: $(TESTS) ## Ask a public service for known flaws of everything that is pinned
	$(BIN)/uv tool run pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	  --requirement tests/requirements.lock --requirement tests/spark.lock \
	  --requirement benchmarks/requirements.lock $(ARGS)

clean: ## Remove the environment, the demo's folder and the tools' caches; never evidence
	rm -rf .venv .demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find jsiq_scrape tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

# A stamp is written last, so an interrupted installation is taken up again.
$(PROGRAM): requirements.lock pyproject.toml $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

$(TESTS): tests/requirements.lock $(PROGRAM)
	$(INSTALL) --require-hashes --requirement tests/requirements.lock
	$(BIN)/python -m pip check
	@touch $@

# 450 MB of Java, which the sweeps and one benchmark need and no other test does; Java itself comes from the system.
$(SPARK): tests/spark.lock $(TESTS)
	$(INSTALL) --require-hashes --requirement tests/spark.lock
	$(BIN)/python -m pip check
	$(BIN)/python -m pytest --quiet tests/house/test_locks.py
	@touch $@

# An environment of their own: sqlite-utils imports pandas where it is installed, as for Spark it is, and the program is to
# be measured as `make install` installs it.
# pip check knows no extras, so the test looks whether the lock file of the peers holds theirs.
$(PEERS): benchmarks/requirements.lock tests/requirements.lock $(BIN)/python
	$(BIN)/python -m venv --clear .venv/peers
	.venv/peers/bin/python $(INSTALLING) --require-hashes --requirement tests/requirements.lock
	.venv/peers/bin/python $(INSTALLING) --require-hashes --requirement benchmarks/requirements.lock
	.venv/peers/bin/python $(INSTALLING) --no-build-isolation --editable .
	.venv/peers/bin/python -m pip check
	.venv/peers/bin/python -m pytest --quiet tests/house/test_locks.py
	@touch $@

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "make: no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $$("$(PYTHON)" --version 2>&1) is too old: jsiq_scrape needs 3.11 or newer. Name one: make run PYTHON=python3.12" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear .venv
