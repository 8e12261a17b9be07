# Thin on purpose: each target is one or two lines, and the work is in autograder/.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# JupyterLab refuses to start as root without being told; containers and CI often are root.
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# CHAPTER="ch01_neurons ch02_activations" limits build, release, adopt, grade, report, kit, pages and site to those.
CHAPTER ?=

# Tests run side by side: which of them in one process, tests/conftest.py says. Two for each
# processor of a small machine, for much of the time they wait: for limits, for browsers.
# They start hundreds of interpreters, so what one compiles is kept, whatever the environment says.
JOBS ?= 4
PYTEST := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(JOBS) --no-loadscope-reorder

.DEFAULT_GOAL := help

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.ready  ## create .venv with the locked versions
	@$(PY) -m autograder system $(if $(filter setup,$(MAKECMDGOALS)),--ready)

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	  || { echo 'Python 3.11, 3.12 or 3.13 with venv is needed (Debian: apt-get install python3-venv); name another one with make PYTHON=/path/to/python3'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

lab: setup build  ## open chapter 1 in JupyterLab
	@echo 'Chapter 1 is at /lab/tree/ch01_neurons/ch01_neurons.ipynb of the address below.'
	$(PY) -m course

test: setup build  ## run the tests: a member of each kind, in minutes
	$(PYTEST)

sweeps: setup build  ## run what `make test` leaves out: all attacks, seeds, faults, browsers
	$(PYTEST) -m sweep

test-all: test sweeps  ## run every test

new: setup  ## begin a chapter (CHAPTER=ch07_title)
	$(PY) -m autograder new $(or $(CHAPTER),'')

build: setup  ## make the source notebooks from the texts
	$(PY) -m autograder build $(CHAPTER)

release: setup  ## make release/, the students' notebooks, from the texts
	$(PY) -m autograder release $(CHAPTER)

# Side by side: the first half is one long process.
check: setup  ## both that follow
	@$(MAKE) --no-print-directory --jobs 2 check-release check-code

check-release: setup  ## compare release/ with a fresh build, search it for answers
	$(PY) -m autograder check

check-code: setup  ## lint, types, who imports whom
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) docs/house.py --check

adopt: setup  ## fold the edits of a built notebook back into its text (CHAPTER=...)
	$(PY) -m autograder adopt $(CHAPTER)

demo: setup  ## play a class in a temporary folder: release, collect, grade, feedback
	$(PY) -m autograder demo

bench: setup  ## time training next to scikit-learn and PyTorch, grading next to stock nbgrader
	$(PY) tests/bench.py
	$(PY) tests/bench_grade.py

bench-widgets: setup  ## time the live figures in a browser, next to interact
	$(PY) tests/bench_widgets.py

bench-site: setup  ## time the notebooks in a browser, next to JupyterLab (PYODIDE=FOLDER)
	COURSE_PYODIDE_DIR="$(or $(PYODIDE),$(COURSE_PYODIDE_DIR))" $(PY) tests/bench_site.py

grade: setup  ## grade what is in submitted/
	$(PY) -m autograder grade $(CHAPTER)

report: setup  ## write report/: how the class stands, on one page and cell by cell
	$(PY) -m autograder report $(CHAPTER)

formgrader: setup  ## open Formgrader, to grade answers in words
	@echo 'Formgrader is at /formgrader of the address below.'
	$(PY) -m jupyterlab $(ROOT) --notebook-dir=.

equality: setup  ## compare the points of every kept answer with stock nbgrader's
	EQUALITY=all $(PY) -m pytest tests/grading/test_equality.py

seeds: setup  ## judge every kept answer with twenty new secrets
	FRESH_SEEDS=20 $(PYTEST) -m sweep tests/authoring/test_secret_seeds.py -k fresh_seeds

solution: setup  ## create or update the branch `solution`
	$(PY) -m autograder solution

kit: setup  ## write dist/: what a student needs (CHAPTER=... of these chapters only)
	$(PY) -m autograder kit $(CHAPTER)

wheel: setup  ## write wheel/: the package that lays the chapters into a folder and opens them
	$(VENV)/bin/uv build --wheel --quiet --out-dir wheel .

pages: setup  ## write pages/: the chapters as HTML, to read without installing, without answers
	$(PY) -m autograder pages $(CHAPTER)

site: setup  ## write site/: the course for the browser, and all else for a web host (PYODIDE=FOLDER packs Python in)
	$(PY) -m autograder site $(CHAPTER) $(if $(PYODIDE),--pyodide $(PYODIDE))

figures: setup  ## photograph every figure in JupyterLab, into docs/figures/
	$(PY) tests/figures.py

house: setup  ## draw the house in CONTRIBUTING.md from the imports
	$(PY) docs/house.py

LOCK := $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras --quiet \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock:  ## renew both lock files from pyproject.toml
	$(LOCK) --all-extras --output-file requirements.lock
	$(LOCK) --constraint requirements.lock --output-file requirements-student.lock

.PHONY: help setup lab test sweeps test-all new build release check check-release check-code adopt demo bench bench-widgets bench-site grade report formgrader equality seeds solution kit wheel pages site figures house lock
