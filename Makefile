# What each target is for: make help. packaging/setup makes .venv and installs what is missing.
# PYTHON=... chooses the Python, ARGS=... goes to the program or to pytest.

VENV ?= .venv
BIN := $(VENV)/bin
SETUP := VENV='$(VENV)' PYTHON='$(PYTHON)' packaging/setup
unexport PYTHONHOME
unexport PYTHONPATH

.PHONY: help run test check test-all clean static ruff mypy layers generated
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing and start knotbreak (ARGS="play neck-2" for a command)
	@$(SETUP) run
	@exec $(BIN)/knotbreak $(ARGS)

test: ## set up what is missing and run every check and test (ARGS="-k breath" for some)
	@$(SETUP) test
	@$(MAKE) --no-print-directory -k static
	@VENV='$(VENV)' packaging/build-wheel
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## the static checks alone: ruff, mypy, import-linter, generated files
	@$(SETUP) check
	@$(MAKE) --no-print-directory -k static

test-all: ## make test with every Python >= 3.11 that is here
	@packaging/pythons | { all=; while read -r version python; do \
	    echo "== Python $$version ($$python)"; \
	    $(MAKE) --no-print-directory test PYTHON="$$python" VENV=".venv-$$version" </dev/null || exit; \
	    all="$$all $$version"; \
	done; test -n "$$all" && echo "All tests passed with Python$$all."; }

clean: ## remove .venv and all that was built or cached
	@for old in .venv* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache; do \
	    [ -L "$$old" ] || [ ! -d "$$old" ] || chmod -R u+rwX "$$old" 2>/dev/null; rm -rf "$$old" || exit; done
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- parts of the above, for use after packaging/setup ---

static: ruff mypy layers generated

ruff:
	@$(BIN)/ruff check --quiet --output-format concise && $(BIN)/ruff format --check --quiet && echo "ruff: nothing to say"

mypy:
	@$(BIN)/mypy --strict src

layers:
	@out=$$($(BIN)/lint-imports 2>&1) && echo "lint-imports: the layers hold" || { printf '%s\n' "$$out"; exit 1; }

generated:
	@[ ! -e packaging/generate.py ] || $(BIN)/python packaging/generate.py --check

.PHONY: bench

bench: ## what the program costs, against a bare tray program (ARGS="--turns 3")
	@$(SETUP) test
	@VENV='$(VENV)' packaging/build-wheel
	@$(BIN)/python -m bench.bench $(ARGS)

.PHONY: bench-insights

bench-insights: ## what ten years of history cost (ARGS="--times 3")
	@$(SETUP) test
	@$(BIN)/python -m bench.insights $(ARGS)

.PHONY: tour

tour: ## pictures of every window, from a walk through the program (ARGS="light 4k" for some)
	@$(SETUP) test
	@VENV='$(VENV)' packaging/build-wheel
	@$(BIN)/python -m tests.tour $(ARGS)

.PHONY: gallery

gallery: ## pictures of every stretch: build/gallery/index.html, docs/movements (ARGS="neck-side cat-cow" for some)
	@$(SETUP) test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/gallery.py $(ARGS)
