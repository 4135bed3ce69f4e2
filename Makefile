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
BASE ?=
ONLY ?=
PAGE ?=
COMMIT ?=
CLAIM ?=
TORCH ?=
KEEP ?=
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
TOOLS := build/tools
LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

export NO_MKDOCS_2_WARNING := 1
# Whatever the locale: pages, snippets and what they print are UTF-8.
export PYTHONUTF8 := 1
ifneq ($(SITE_URL),)
export SITE_URL
endif
ifneq ($(REPO_URL),)
export REPO_URL
endif

.PHONY: help site test serve check coverage flips snippet bless bench gpu release upgrade frameworks audit offline budget growth lock clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
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

release:  ## snippets and truth tables under another torch, TORCH=2.6.0, in an environment of its own (5 GB; KEEP=1 leaves it)
	$(PYTHON) -m scripts.measure.release $(or $(TORCH),$(error TORCH=x.y.z is missing)) \
	  $(if $(TORCH_INDEX),--index $(TORCH_INDEX)) $(if $(KEEP),--keep)

upgrade: $(READY)  ## what TORCH=2.15.0 (or nightly, with TORCH_INDEX) would change, into build/upgrade/; BENCH=keep: no figures
	$(PY) -m scripts.measure.upgrade $(or $(TORCH),$(error TORCH=x.y.z is missing)) --bench $(BENCH) \
	  $(if $(TORCH_INDEX),--index $(TORCH_INDEX)) $(if $(KEEP),--keep)

frameworks:  ## which switches Transformers, Lightning and Accelerate turn: a record from an environment of its own
	$(PYTHON) -m venv build/frameworks
	build/frameworks/bin/python -m pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -r requirements-torch.txt
	build/frameworks/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-frameworks.txt
	build/frameworks/bin/python -m scripts.measure.frameworks

offline: $(READY)  ## the whole site as one archive that opens from file://: site/offline.zip
	$(PY) -m scripts.measure.snippets --keep
	$(PY) -m mkdocs build --strict
	@ls -l site/offline.zip

growth: $(READY)  ## build synthetic handbooks of 10, 100 and 1000 pages: time, memory and index, into CONTRIBUTING.md (20 minutes)
	$(PY) -m scripts.measure.growth

budget: $(READY)  ## renew what pages may weigh: docs/data/budget.yml, from a plain Material site of the same text
	$(PY) -m scripts.site.baseline

audit: $(READY)  ## the slow rest: axe on every page, Lighthouse (npm), the plain site, faults and mutants; after a make site
	$(PY) -m pytest -q --junit-xml $(WEEKLY)/audit.xml tests/audit

lock: $(TOOLS)/.ready  ## renew the requirements*.txt that stand in pyproject.toml; hash requirements-frameworks.txt
	$(LOCK) --upgrade pyproject.toml -o requirements.txt
	$(LOCK) --upgrade --group tools -o requirements-tools.txt
	$(LOCK) --upgrade --group release -o requirements-release.txt
	$(LOCK) --no-deps requirements-frameworks.txt -o requirements-frameworks.txt

.PHONY: licences summary notebooks push-notebooks newest advisories issue

licences: $(READY)  ## renew LICENSE-third-party.md from what is installed; tell of what is not
	$(PY) -m scripts.check.licences --fix

WEEKLY := build/weekly
KNOWN := $(TOOLS)/bin/pip-audit --strict --disable-pip --progress-spinner off --format markdown

# What workflows run, .github/workflows; each works by hand too.
summary: $(READY)  ## what this build's figures, cells and outputs change beside BASE, a published site or a folder of records
	$(PY) -m scripts.check.summary --base $(or $(BASE),$(SITE_URL),$(error BASE is missing, like BASE=https://modes.example/))

notebooks: $(READY)  ## the site's notebooks as their branch has them, into build/notebooks/; after a make site
	$(PY) -m scripts.site.notebook_files

push-notebooks:  ## add build/notebooks/ to the branch NOTEBOOKS_BRANCH of origin
	$(PYTHON) -m scripts.site.notebook_branch

newest: $(READY)  ## make upgrade with the newest stable torch, if it is not the pinned one
	@torch=$$($(PY) -m scripts.measure.newest) || exit 1; \
	if [ -z "$$torch" ]; then echo "the pinned torch is the newest"; exit; fi; \
	$(PY) -m scripts.measure.upgrade $$torch --bench $(BENCH) $(if $(TORCH_INDEX),--index $(TORCH_INDEX))

advisories: $(TOOLS)/.ready  ## known vulnerabilities of all that is pinned, into build/weekly/; exit 1 if there are any
	@mkdir -p $(WEEKLY) && rm -f $(WEEKLY)/advisories*.md
	@status=0; for pins in $(basename $(wildcard requirements*.txt)); do \
	  hashed=--require-hashes; if [ $$pins = requirements-torch ]; then hashed=--no-deps; fi; \
	  echo $$pins.txt; $(KNOWN) $$hashed --output $(WEEKLY)/advisories-$$pins.md -r $$pins.txt || status=1; done; exit $$status

issue:  ## one issue with what lies in build/weekly/, by gh; opened, or edited if it is open
	$(PYTHON) -m scripts.check.weekly

clean:  ## remove what was built; the records of this machine too
	rm -rf build site .site.*

$(TOOLS)/.ready: requirements-tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --require-hashes -r requirements-tools.txt
	@touch $@

$(READY): requirements.txt requirements-torch.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; say PYTHON=python3.12, or the like" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -r requirements-torch.txt
	@touch $@
