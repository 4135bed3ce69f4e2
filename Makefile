# PyTorch Modes. `make help` lists what there is; variables stand below it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BENCH ?= full
SITE_URL ?=
REPO_URL ?=
TORCH_INDEX ?=
S ?=
ONLY ?=
PAGE ?=
COMMIT ?=
CLAIM ?=
TORCH ?=
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

export NO_MKDOCS_2_WARNING := 1
# Whatever the locale: pages, snippets and what they print are UTF-8.
export PYTHONUTF8 := 1
ifneq ($(SITE_URL),)
export SITE_URL
endif
ifneq ($(REPO_URL),)
export REPO_URL
endif

.PHONY: help site test serve check coverage flips snippet bless bench gpu release frameworks audit offline budget lock clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  BENCH=quick|full|keep   how long to measure (2, 5 or 0 minutes; default $(BENCH))"
	@echo "  TORCH_INDEX=URL         the package index that torch comes from, for a build without CUDA"
	@echo "  SITE_URL=URL REPO_URL=URL   the site's address, and the repository that pages can be edited in"

site: $(READY)  ## the whole site: snippets run, figures measured, pages built, into site/
	$(PY) -m scripts.measure.snippets --keep
	$(PY) -m scripts.measure.behaviour
	$(PY) -m scripts.measure.labs
	$(PY) -m scripts.measure.timing --mode $(BENCH)
	$(PY) -m scripts.measure.memory --mode $(BENCH)
	$(PY) -m mkdocs build --strict
	@echo "The site lies in site/; look at it with: $(PY) -m http.server --directory site 8000"

test: $(READY)  ## checks, unit tests, snippets, browser tests; writes neither site/ nor build/records
	$(PY) -m scripts.check
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m scripts.measure.snippets --out build/test/records
	$(PY) -m scripts.measure.behaviour --out build/test/records
	$(PY) -m pytest -q -n 3 --dist loadgroup tests --ignore tests/audit

serve: $(READY)  ## the live site on http://127.0.0.1:8000; ONLY=zh/modes/no-grad serves one page
	$(PY) -m scripts.site.serve $(if $(ONLY),--only $(ONLY))

check: $(READY)  ## the fast checks; nothing is executed. Where it says so: --fix, through PAGE=modes/no-grad#slug
	$(PY) -m scripts.check $(if $(PAGE),--fix $(PAGE))

coverage: $(READY)  ## where everything that must be covered is shown: id, page and section, snippet; exit 1 if something is not
	$(PY) -m scripts.check.coverage

flips: $(READY)  ## flip the mode that each claim of the fact check is about, and see that its proof is gone; CLAIM=id for one
	$(PY) -m scripts.measure.flips $(if $(CLAIM),--only $(CLAIM))

snippet: $(READY)  ## run one and show the difference: S=no-grad/basics
	$(PY) -m scripts.measure.snippets --only $(or $(S),$(error S=topic/name is missing, like S=no-grad/basics))

bless: $(READY)  ## accept changed outputs and changed cells of the truth tables, for you to review; S=topic/name for one output
	$(PY) -m scripts.measure.snippets --bless $(if $(S),--only $(S))
	$(if $(S),,$(PY) -m scripts.measure.behaviour --bless)

bench: $(READY)  ## measure this machine, and compare it with the published record
	$(PY) -m scripts.measure.bench

gpu:  ## on a machine with CUDA (python3, torch, numpy, pytest, pytest-codeblocks): records into docs/records/<gpu>/
	COMMIT=$(COMMIT) $(PYTHON) -m scripts.measure.gpu

release:  ## snippets and truth tables under another torch, TORCH=2.6.0, in an environment of its own (5 GB, for the while)
	$(PYTHON) -m scripts.measure.release $(or $(TORCH),$(error TORCH=x.y.z is missing)) $(if $(TORCH_INDEX),--index $(TORCH_INDEX))

frameworks:  ## which switches Transformers, Lightning and Accelerate turn: a record from an environment of its own
	$(PYTHON) -m venv build/frameworks
	build/frameworks/bin/python -m pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -r requirements-torch.txt
	build/frameworks/bin/python -m pip install --quiet --no-deps -r requirements-frameworks.txt
	build/frameworks/bin/python -m scripts.measure.frameworks

offline: $(READY)  ## the whole site as one archive that opens from file://: site/offline.zip
	$(PY) -m scripts.measure.snippets --keep
	$(PY) -m mkdocs build --strict
	@ls -l site/offline.zip

budget: $(READY)  ## renew what pages may weigh: docs/data/budget.yml, from a plain Material site of the same text
	$(PY) -m scripts.site.plain

audit: $(READY)  ## the slow rest: axe on every page, Lighthouse (npm), the plain site, faults and mutants; after a make site
	$(PY) -m pytest -q tests/audit

lock:  ## renew requirements.txt from pyproject.toml
	$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --python-version 3.11 --upgrade pyproject.toml -o requirements.txt

clean:  ## remove what was built; the records of this machine too
	rm -rf build site .site.*

$(READY): requirements.txt requirements-torch.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; say PYTHON=python3.12, or the like" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -r requirements-torch.txt
	@touch $@
