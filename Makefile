# `make run` starts the product, `make test` proves it. Everything else: `make help`.
.PHONY: help run test walk audit check bench chaos lock format clean
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start with the demo: PORT=8000 HOST=127.0.0.1 DEMO=1 DEMO_DATE=2013-08-31 DEMO_UNTIL=2016-12-31
	@scripts/run

test: ## everything: SQLite and PostgreSQL, Redis and worker, Chromium
	@scripts/test

walk: ## the calendar: four years of the demo day by day, every page as each role; UNTIL=2013-12-31
	@UNTIL=$(UNTIL) scripts/walk

audit: ## every figure counted again from the rows, against pages, notes, returns: PLANS=100 ONLY=demo
	@PLANS=$(PLANS) SEED=$(SEED) ONLY=$(ONLY) scripts/audit

check: ## the quick part: lint, types, imports, migrations, tests on SQLite
	@scripts/check

bench: ## the measured figures, as tables: ONLY=reports LIBREOFFICE=1
	@ONLY=$(ONLY) LIBREOFFICE=$(LIBREOFFICE) scripts/bench

chaos: ## kill workers, queue and database while reports are made: KILLS=1000 ONLY=redis
	@KILLS=$(or $(KILLS),1000) ONLY=$(ONLY) scripts/chaos

lock: ## requirements*.in -> requirements*.txt, with hashes
	@scripts/lock

format: ## put the code in shape
	@scripts/format

clean: ## remove what can be made again (not var/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
