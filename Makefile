# `make help` lists the commands. Each is a thin call of .venv/bin/trigger-points.
SHELL := /bin/sh
PORT ?= 5005
TEXTS ?= 100000
SEED ?=
RUN := .venv/bin/trigger-points
export PORT
.DEFAULT_GOAL := help
.PHONY: help figures review reading new-muscle new-look-alike new-technique new-question new-red-flag bench compare setup setup-dev start test train validate evaluate chat schema lint types check lock doctor fuzz audit clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup:
	@scripts/setup.sh requirements.lock

setup-dev:
	@scripts/setup.sh requirements-dev.lock

start: setup ## Set up what is missing, train what is stale, start the chat (PORT=5005)
	@$(RUN) train
	@$(RUN) serve

test: setup-dev ## Set up what is missing and run the tests
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile

chat: setup ## Chat in the terminal
	@$(RUN) train
	@$(RUN) chat

train: setup ## Train what is stale
	@$(RUN) train

validate: setup ## Check all content and list every problem
	@$(RUN) validate

evaluate: setup ## Measure understanding and safety on the project's own labelled messages
	@$(RUN) train
	@$(RUN) evaluate tests/evaluation/red_flags.jsonl
	@$(RUN) evaluate tests/evaluation/intents.jsonl
	@$(RUN) evaluate tests/evaluation/red_flags_2.jsonl
	@$(RUN) evaluate tests/evaluation/intents_2.jsonl
	@$(RUN) evaluate tests/evaluation/red_flags_3.jsonl
	@$(RUN) evaluate tests/evaluation/intents_3.jsonl
	@$(RUN) evaluate tests/evaluation/vignettes.jsonl
	@$(RUN) evaluate tests/evaluation/vignettes_3.jsonl

schema: setup ## Write docs/replies.schema.json from the reply models
	@$(RUN) schema

figures: setup ## Draw content/figures anew from the data
	@.venv/bin/python -c "from pathlib import Path; from trigger_points.figures.build import write_figures; write_figures(Path('content'))"

review: setup ## Write var/review.html: the whole knowledge base to print and review
	@mkdir -p var
	@$(RUN) review var/review.html

reading: setup-dev ## Print the reading grade of the content by record type
	@$(RUN) reading

new-muscle: setup ## Start a muscle from a template (NAME=its_id)
	@$(RUN) new muscle "$(NAME)"

new-look-alike: setup ## Start a look-alike from a template (NAME=its_id)
	@$(RUN) new look_alike "$(NAME)"

new-technique: setup ## Start a technique from a template (NAME=its_id)
	@$(RUN) new technique "$(NAME)"

new-question: setup ## Start a question from a template (NAME=its_id TOPIC=technique)
	@$(RUN) new question "$(NAME)" --topic "$(or $(TOPIC),technique)"

new-red-flag: setup ## Start a red flag from a template (NAME=its_id)
	@$(RUN) new red_flag "$(NAME)"

bench: setup-dev ## Measure everything beside the starter bot, write docs/performance.md (a quarter of an hour and two trainings; RESUME=1 goes on)
	@$(RUN) train
	@.venv/bin/python benchmarks/run.py $(if $(RESUME),--resume) --write docs/performance.md

compare: setup-dev ## Compare ways of understanding, write docs/comparison.md (half an hour; ENCODER=a folder with another one)
	@.venv/bin/python -W ignore benchmarks/understanding.py $(if $(ENCODER),--encoder $(ENCODER)) --write docs/comparison.md \
		tests/evaluation/red_flags.jsonl tests/evaluation/red_flags_2.jsonl tests/evaluation/red_flags_3.jsonl \
		tests/evaluation/intents.jsonl tests/evaluation/intents_2.jsonl tests/evaluation/intents_3.jsonl

doctor: setup ## Check this installation
	@$(RUN) doctor

fuzz: setup-dev ## Made-up requests and 100,000 made-up messages (TEXTS=100000)
	@$(RUN) train
	@test -x .venv-fuzz/bin/schemathesis || { .venv/bin/uv venv --quiet --python .venv/bin/python .venv-fuzz && UV_NATIVE_TLS=1 .venv/bin/uv pip install --quiet --python .venv-fuzz/bin/python --require-hashes -r requirements-fuzz.lock; }
	@.venv/bin/python -W ignore -m tests.fuzz.run $(TEXTS) $(if $(SEED),--seed $(SEED))
	@.venv/bin/python -W ignore -m tests.fuzz.api .venv-fuzz/bin/schemathesis

lint: setup-dev ## Check style
	@.venv/bin/ruff check .

types: setup-dev ## Check types, of the widget too
	@.venv/bin/mypy
	@scripts/check_widget_types.sh

check: lint types validate ## Style, types, content, generated files
	@$(RUN) schema --check
	@$(RUN) reading

lock: setup-dev ## Resolve the packages of pyproject.toml anew
	@UV_NATIVE_TLS=1 .venv/bin/uv pip compile --quiet pyproject.toml --no-emit-index-url --generate-hashes --no-header -o requirements.lock
	@UV_NATIVE_TLS=1 .venv/bin/uv pip compile --quiet pyproject.toml --extra dev --no-emit-index-url --generate-hashes --no-header -o requirements-dev.lock
	@UV_NATIVE_TLS=1 .venv/bin/uv pip compile --quiet requirements-fuzz.in --python-version 3.10 --no-emit-index-url --generate-hashes --no-header -o requirements-fuzz.lock

audit: setup ## Look up known weaknesses of the locked packages (needs the internet)
	@test -x .venv-audit/bin/pip-audit || { .venv/bin/uv venv --quiet --python .venv/bin/python .venv-audit && UV_NATIVE_TLS=1 .venv/bin/uv pip install --quiet --python .venv-audit/bin/python pip-audit==2.10.1; }
	@.venv-audit/bin/pip-audit --strict --vulnerability-service osv --no-deps --disable-pip --progress-spinner off -r requirements.lock

clean: ## Remove what was trained and cached (not the conversations)
	@rm -rf models/*.tar.gz models/*.stamp .rasa .pytest_cache .mypy_cache .ruff_cache
