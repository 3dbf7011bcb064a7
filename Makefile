# Two commands: `make serve` and `make test`. They need Python 3.11 or newer, and make; everything else they fetch themselves.
# All paths are relative: GNU make cannot name a target in a folder with spaces, but it can run in one.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c '$(recent)' 2>/dev/null && echo "$$python" && break; done)
recent = import sys; sys.exit(sys.version_info < (3, 11))
UV ?= uv
DUMP ?= .matrix

.DEFAULT_GOAL := help
.PHONY: help serve story web test test-fast check migration snapshots new-mutation format draws coverage bench bench-uploads pins matrix time-travel upgrade soak mutants clients office sdl lock clean environment test-environment _install

help: ## Show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

serve: environment ## Start everything on http://127.0.0.1:8000 (HOST, PORT, DATA_DIR, DATABASE_URL)
	@(.venv/bin/python web/build.py --beside $$$$ &); exec .venv/bin/python -m api serve

story: environment ## Tell stories through GraphQL to a running server (URL=http://127.0.0.1:8000)
	@exec .venv/bin/python -m demo.walkthrough $(URL)

web: environment ## Build GraphiQL from npm's packages (`make serve` does it beside the server, once)
	@exec .venv/bin/python web/build.py

test: test-environment ## Run the tests on a PostgreSQL of their own (AREA=plans, PYTEST_ARGS="-k draw -x")
	@exec .venv/bin/python -m tools.test "$(AREA)" -n 2 --dist worksteal $(PYTEST_ARGS)

test-fast: test-environment ## The tests of the domain and of the conventions that need no database (PYTEST_ARGS)
	@exec .venv/bin/python -m pytest -n 2 -m "not database" tests/domain tests/conventions --ignore tests/conventions/test_make.py $(PYTEST_ARGS)

check: test-environment ## Everything a change must pass, fastest first: format, lint, imports, SDL, its promises, types, tests
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m schema --check
	.venv/bin/python -m tests.compatibility $$(date +%F)
	.venv/bin/mypy
	.venv/bin/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

format: test-environment ## Write every file in the house's format
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

draws: test-environment ## All 10,000 simulated draws, and 1,000 checked by file and by page (minutes)
	@DRAWS=all exec .venv/bin/python -m pytest -n 2 tests/draws tests/domain/draws $(PYTEST_ARGS)

time-travel: test-environment ## Load the demo and tell its stories on five days to come (needs libfaketime; TRAVEL_ARGS, minutes)
	@exec .venv/bin/python -m tests.time_travel $(TRAVEL_ARGS)
FROM ?= HEAD~1
upgrade: test-environment ## Open here the data folder that an earlier commit leaves (FROM=HEAD~1, or a folder of a checkout)
	@exec .venv/bin/python -m tests.upgrade -- "$(FROM)"

soak: test-environment ## Writers who retry, while PostgreSQL and server are killed and the disk fills up (SOAK_ARGS="--seconds 120 --seed 1")
	@exec .venv/bin/python -m tests.soak $(SOAK_ARGS)

clients: test-environment ## Relay, Apollo, urql, codegen, graphql-eslint and gql on a server of their own (CLIENTS_ARGS="--only relay"; needs npm's and Python's registry once)
	@exec .venv/bin/python -m tests.clients $(CLIENTS_ARGS)

office: test-environment ## From an empty database in production to a published result: set-up, ledgers, codes, draw, visit (OFFICE_ARGS="--only cluster"; minutes)
	@exec .venv/bin/python -m tests.office $(OFFICE_ARGS)

coverage: test-environment ## Run the tests and list the branches they did not take
	.venv/bin/python -m coverage erase
	.venv/bin/python -m coverage run -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)
	.venv/bin/python -m coverage combine --quiet
	.venv/bin/python -m coverage report

SEED ?= 1
DOMAIN ?= 200
REST ?= 40
BASE ?= .
mutants: test-environment ## Change the code in small ways and count what the tests notice (SEED, DOMAIN, REST, BASE)
	@exec .venv/bin/python -m tests.mutants --seed "$(SEED)" --domain "$(DOMAIN)" --rest "$(REST)" --base "$(BASE)"

bench: test-environment ## Measure, and print beside the peers (BENCH_ARGS)
	@.venv/bin/python -m benchmarks.draw
	@exec .venv/bin/python -m benchmarks $(BENCH_ARGS)

bench-uploads: test-environment ## Measure uploads beside a plain file, and 200 at once (BENCH_ARGS)
	@exec .venv/bin/python -m benchmarks.uploads $(BENCH_ARGS)

pins: test-environment ## Print every word that is stored, hashed, signed or sent (ARGS=--write)
	@exec .venv/bin/python -m tests.pins $(ARGS)

matrix: test-environment ## Write what everybody sees on every path into a folder, and its hash (DUMP=folder)
	@rm -f "$(DUMP)"/*.txt; VISIBILITY_DUMP="$(DUMP)" .venv/bin/python -m pytest -q -n 2 tests/visibility/test_matrix.py $(PYTEST_ARGS)
	@exec .venv/bin/python -m tests.visibility.dump "$(DUMP)"

migration: test-environment ## Write the migration that the tables need, and test it (NAME=site_area)
	@exec .venv/bin/python -m tools.migration "$(NAME)"

new-mutation: test-environment ## Write the files of a new mutation, failing tests included (AREA=items NAME=renameItem)
	@exec .venv/bin/python -m tools.new_mutation "$(AREA)" "$(NAME)"

snapshots: test-environment ## Write schema.graphql and the SQL snapshots of the apps' documents
	.venv/bin/python -m schema
	@UPDATE_SNAPSHOTS=1 exec .venv/bin/python -m pytest -q -n 2 tests/documents -k "sql_of_a_document" $(PYTEST_ARGS)

sdl: environment ## Write schema.graphql
	.venv/bin/python -m schema

clean: ## Remove the environment, the built pages and the caches, never the data
	rm -rf .venv .venv.lock api/pages/dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .mutants .coverage .coverage.*
	find api demo domain jobs ledgers persistence schema tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The locks. One pair serves Python 3.11 and later on every system; they name no host. LOCK_ARGS=--upgrade takes what is new.

LOCKED = $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url $(LOCK_ARGS)
COMPILE = $(LOCKED) pyproject.toml requirements-build.in

lock: ## Compile the lock files (maintainers; needs uv; LOCK_ARGS=--upgrade)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group test --group check --constraint requirements.lock --output-file requirements-test.lock
	$(LOCKED) --group web --output-file requirements-web.lock

# The environment. One .venv for all targets: requirements-test.lock holds all of requirements.lock, in the same versions.
#   .venv/origin        the folder and the Python it was made for. Taken away before anything in .venv is changed and put
#                       back afterwards: where it is missing (an installation was killed) or differs (a moved clone, a new
#                       Python), .venv is made from nothing.
#   .venv/<lock file>   the checksum of what was installed; where it differs, the difference is installed.

environment: LOCK := requirements.lock
test-environment: LOCK := requirements-test.lock
environment test-environment:
	@$(ready) || { $(able) && echo "Preparing .venv (if another make is at it, this one waits)" && $(alone) "$(MAKE)" --no-print-directory _install LOCK=$(LOCK); }

origin = { pwd -P; .venv/bin/python -V; } 2>&1
wanted = cat $(LOCK) pyproject.toml | cksum
at_home = [ "$$($(origin))" = "$$(cat .venv/origin 2>/dev/null)" ]
ready = { $(at_home) && [ "$$($(wanted))" = "$$(cat .venv/$(LOCK) 2>/dev/null)" ]; }

able = { \
	"$(PYTHON)" -c '$(recent)' 2>/dev/null || { echo "Spotcheck needs Python 3.11 or newer and found none: install it, or say where it is with PYTHON=/path/to/python3"; exit 1; }; \
	for each in . .venv .venv.lock; do \
		[ ! -e $$each ] || [ -w $$each ] || { echo "$$(pwd)/$$each belongs to somebody else, perhaps to root from an earlier run: remove it, or run as its owner"; exit 1; }; \
	done; }

# Runs a command while holding .venv.lock. The command and its children inherit the open file, so the kernel keeps others
# waiting for exactly as long as one of them lives, however they end: a lock of this kind cannot be left behind.
alone = "$(PYTHON)" -c 'import fcntl, os, sys; \
	lock = os.open(".venv.lock", os.O_RDWR | os.O_CREAT, 0o666); \
	os.set_inheritable(lock, True); \
	fcntl.flock(lock, fcntl.LOCK_EX); \
	os.execvp(sys.argv[1], sys.argv[1:])'

# Only ever run by the rule above. uv takes 2 seconds where pip takes 40; where it is missing or fails, pip does it as the
# operator configured it. Wheels only, because building one would fetch a build back end that no lock names.
# `-I` and PIP_USER keep PYTHONPATH and the user's own packages out. The .pth file that makes the project importable is
# made relative: Python before 3.13 reads it in the locale's encoding and would not start in 中文 under LC_ALL=C.
_install:
	@if $(ready); then exit; fi; set -e; \
	if $(at_home); then rm .venv/origin; else rm -f .venv/origin; rm -rf .venv; fi; \
	if ! { command -v "$(UV)" >/dev/null && $(install_with_uv); }; then $(install_with_pip); fi; \
	for pth in .venv/lib/python*/site-packages/*spotcheck.pth; do echo ../../../.. > "$$pth"; done; \
	$(wanted) > .venv/$(LOCK); cat requirements.lock pyproject.toml | cksum > .venv/requirements.lock; \
	$(origin) > .venv/origin

# A lock names everything, and its overrides (pyproject.toml) are not for the installer to question.
PACKAGES = --quiet --no-deps --only-binary :all: --require-hashes --requirement $(LOCK)
PROJECT = --quiet --no-deps --no-build-isolation --editable .

install_with_uv = { \
	echo "Installing $(LOCK) into .venv with uv" && \
	{ [ -x .venv/bin/python ] || "$(UV)" venv --quiet --python "$(PYTHON)" .venv; } && \
	"$(UV)" pip install --python .venv/bin/python $(PACKAGES) && \
	"$(UV)" pip install --python .venv/bin/python $(PROJECT); }

install_with_pip = { \
	echo "Installing $(LOCK) into .venv with pip: about a minute, once"; \
	"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: on Debian and Ubuntu, apt-get install python3-venv (or the one of its version, such as python3.11-venv)"; exit 1; }; \
	[ -x .venv/bin/python ] || "$(PYTHON)" -m venv .venv; \
	.venv/bin/python -I -m pip --version >/dev/null 2>&1 || .venv/bin/python -I -m ensurepip >/dev/null; \
	PIP_USER=no .venv/bin/python -I -m pip install --disable-pip-version-check $(PACKAGES); \
	PIP_USER=no .venv/bin/python -I -m pip install --disable-pip-version-check $(PROJECT); }
