# Two commands matter: `make run` and `make test`. Every recipe is one line; what it does stands in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check format bench year reset clean

help: ## what there is to make
	@scripts/help

run: ## start Davtari here, with its own Postgres and a demo chain (PORT=8080 LOG=kafka BROKERS=… DEMO=no)
	@scripts/run

test: ## set up and run every test (FAST=1: two minutes once built, without long suites, stories and the browser)
	@scripts/test

check: ## format, imports, what traps, shell scripts, documents
	@scripts/check

format: ## bring the Swift sources into the format that check wants
	@swift format -i -r Sources Tests

bench: ## measure everything and write BENCHMARKS.md: about 25 minutes (BROKERS=… CLUSTER=… LINES=… ROUNDS=…)
	@scripts/bench

year: ## a real year of receipts through both homes of the log, compared to the cent
	@scripts/year

reset: ## delete the private Postgres of this checkout and all that is in it (asks; YES=1: does not)
	@scripts/reset

clean: ## delete what was built; data stays
	@rm -rf .build .venv
