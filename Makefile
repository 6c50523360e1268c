# `make demo` shows the main job, `make test` checks everything, `make run` starts a relay and a browser; each sets itself up first.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:
PYTHON ?= python3
VENV := .venv
SHOP_VENV := .venv-shop
FUZZ_VENV := .venv-fuzz
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

CHROMIUM_BUILD := extension/.output/chrome-mv3/manifest.json
FIREFOX_BUILD := extension/.output/firefox-mv3/manifest.json
SUFFIXES := crypto/ts/src/generated/suffixes.ts
TYPESCRIPT := extension crypto/ts tests/bench/pages tests/eval/scripts tests/eval_terms/scripts
SOURCES := $(shell find extension/src crypto/ts/src -type f -not -path '*/generated/*' 2>/dev/null) extension/wxt.config.ts

.PHONY: help setup build demo test run lint types mypy unit pytest e2e mutate soak fuzz generate lock bench eval eval-terms clean

help:
	@echo 'make demo    a purchase in a real shop on one device, read on another'
	@echo 'make test    linters, type checkers, unit tests and end-to-end tests'
	@echo 'make run     the relay on loopback, and a browser with the extension where there is a display'
	@echo 'make build   the extension for Chromium and Firefox, in extension/.output'
	@echo 'make mutate  switches each defence off in a copy, and sees its attack succeed; the table is kept'
	@echo 'make soak    simulations in full, and 1,000 histories with restores; what was met is kept'
	@echo 'make fuzz    a round of fuzzing for each parser, in both languages; what was met is kept'
	@echo 'make bench   benchmarks, beside a floor measured in the same run'
	@echo 'make eval CORPUS=path [OUT=file.json]  how well orders are read, on saved pages and purchases'
	@echo 'make eval-terms CORPUS=path [OUT=file.json]  how well terms are found, cleaned and compared'
	@echo 'make generate  vectors, JSON Schema and TypeScript types anew'
	@echo 'make lock    the lock files anew'

setup: $(VENV)/.ready node_modules/.ready $(SUFFIXES)

# -- set-up --------------------------------------------------------------------------------------------------------------

define new_venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Counterfoil needs Python 3.11 or newer; set PYTHON=…'; exit 1; }
	@$(PYTHON) -m venv $(1) || { echo 'Python could not make a virtual environment; on Debian: apt install python3-venv'; exit 1; }
	$(1)/bin/pip install --quiet --require-hashes --requirement $(2)
endef

$(VENV)/.locked: tests/requirements.lock
	$(call new_venv,$(VENV),tests/requirements.lock)
	@touch $@

$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(SHOP_VENV)/.ready: tests/shop/requirements.lock
	$(call new_venv,$(SHOP_VENV),tests/shop/requirements.lock)
	@touch $@

$(FUZZ_VENV)/.ready: tests/fuzz/requirements.lock
	$(call new_venv,$(FUZZ_VENV),tests/fuzz/requirements.lock)
	@touch $@

node_modules/.ready: package-lock.json package.json extension/package.json crypto/ts/package.json $(VENV)/.ready
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SUFFIXES): crypto/counterfoil_crypto/suffixes.py $(VENV)/.ready
	$(VENV)/bin/python -m counterfoil_crypto.suffixes --typescript $@
	@touch $@

.PHONY: chromium
chromium: $(VENV)/.ready
	@.ci/chromium

.PHONY: firefox
firefox:
	@.ci/firefox

build: $(CHROMIUM_BUILD) $(FIREFOX_BUILD)

$(CHROMIUM_BUILD): $(SOURCES) node_modules/.ready $(SUFFIXES)
	cd extension && npx --no-install wxt build
	@touch $@

$(FIREFOX_BUILD): $(SOURCES) node_modules/.ready $(SUFFIXES)
	cd extension && npx --no-install wxt build --browser firefox
	@touch $@

# -- what one runs -------------------------------------------------------------------------------------------------------

demo: setup build chromium $(SHOP_VENV)/.ready
	$(VENV)/bin/python -m tests.e2e.demo

run: setup build
	$(VENV)/bin/python -m tests.e2e.run

# Set-up waits for the network, so two parts of it run side by side.
test:
	@$(MAKE) --no-print-directory --jobs 2 setup build chromium firefox $(SHOP_VENV)/.ready
	@$(MAKE) --no-print-directory lint types unit pytest e2e

lint: setup
	ruff check .
	ruff format --check .

# Side by side, one on each core.
types: setup build
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target $(TYPESCRIPT:%=tsc-%) mypy

mypy:
	mypy

$(TYPESCRIPT:%=tsc-%): tsc-%:
	npx --no-install tsc --project $*

unit: setup build
	npx --no-install vitest run --config tests/vitest.config.ts

pytest: setup build
	pytest tests --ignore tests/e2e --ignore tests/attacks/browser --numprocesses 3 --dist loadfile

# Three at a time, even of two processors: a browser waits as often as it works. What beside what: tests/e2e/side_by_side.py.
e2e: setup build chromium firefox $(SHOP_VENV)/.ready
	pytest tests/e2e tests/attacks/browser --numprocesses 3

mutate: setup build chromium $(SHOP_VENV)/.ready
	$(VENV)/bin/python -m tests.attacks.mutate $(ROWS)

soak: setup build chromium firefox $(SHOP_VENV)/.ready
	$(VENV)/bin/python -m tests.merge.soak
	COUNTERFOIL_EVERY_DEATH=1 pytest tests/server/client/test_kill.py tests/server/client/test_kill_life.py --numprocesses 2 --dist load
	COUNTERFOIL_EVERY_PURCHASE=1 pytest tests/e2e/test_shops.py

# atheris exists for few platforms, so it has an environment of its own. The last line is the seeded damage that both languages judge.
fuzz: setup $(FUZZ_VENV)/.ready
	PYTHONPATH=crypto:server:. $(FUZZ_VENV)/bin/python -m tests.fuzz
	COUNTERFOIL_FUZZ_ROUNDS=50000 npx --no-install vitest run --config tests/vitest.config.ts tests/fuzz

generate: setup
	PYTHONPATH=crypto $(VENV)/bin/python -m vectors.generate
	PYTHONPATH=crypto $(VENV)/bin/python -m vectors.examples
	$(VENV)/bin/python -m counterfoil_crypto.records.schema > crypto/counterfoil_crypto/records/schema.json
	npm run --workspace crypto/ts generate

# -- upkeep --------------------------------------------------------------------------------------------------------------

# uv resolves for every Python and platform at once; it is needed for this alone.
lock: node_modules/.ready
	rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	for in in tests/requirements.in tests/shop/requirements.in tests/fuzz/requirements.in; do \
	  build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links --upgrade --output-file $${in%.in}.lock $$in || exit 1; done
	npm install --package-lock-only --ignore-scripts

bench: setup build chromium
	$(VENV)/bin/python -m tests.bench

eval: setup build chromium
	@[ -n '$(CORPUS)' ] || { echo 'make eval CORPUS=path [OUT=file.json]'; exit 1; }
	$(VENV)/bin/python -m tests.eval '$(CORPUS)' $(if $(OUT),--out '$(OUT)')

eval-terms: setup chromium
	@[ -n '$(CORPUS)' ] || { echo 'make eval-terms CORPUS=path [OUT=file.json]'; exit 1; }
	$(VENV)/bin/python -m tests.eval_terms '$(CORPUS)' $(if $(OUT),--out '$(OUT)')

clean:
	rm -rf $(VENV) $(SHOP_VENV) $(FUZZ_VENV) node_modules build .cache extension/.output extension/.wxt crypto/ts/src/generated pictures
