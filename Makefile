# The same commands that .ci/run uses, under short names. Nothing here is needed: the README's two commands do without make.
ifw = dotnet run --project src/Cli --
solution = IntegrationFramework.sln

.DEFAULT_GOAL := help
.PHONY: help install run run-single run-by-tag run-parallel run-isolated run-asyncio run-multiprocessing validate report test lint lint-fix \
        typecheck publish clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## install what the build needs, restore packages, make .env from .env.example where there is none
	.ci/install
	dotnet restore $(solution)
	@test -e .env || { cp .env.example .env && echo "made .env: put your keys there"; }

run: ## run all enabled integrations, up to 16 at once
	$(ifw) run --parallel

run-single: ## run one integration: make run-single name=hello_world
	@test -n "$(name)" || { echo "which one? make run-single name=hello_world" >&2; exit 2; }
	$(ifw) run $(name)

run-by-tag: ## run the integrations with a tag: make run-by-tag tag=sales
	@test -n "$(tag)" || { echo "which tag? make run-by-tag tag=sales" >&2; exit 2; }
	$(ifw) run --tag $(tag)

run-parallel: run ## the same

run-isolated: ## run each enabled integration in a process of its own, at once
	$(ifw) run --parallel --isolate

run-asyncio: run-parallel ## the classic name of run-parallel

run-multiprocessing: run-isolated ## the classic name of run-isolated

validate: ## check all configuration without running anything
	$(ifw) validate

report: ## write this month's report into output/
	$(ifw) report

test: ## build and run all tests
	dotnet test --solution $(solution)

lint: ## check formatting and code style
	dotnet format $(solution) --verify-no-changes

lint-fix: ## mend formatting and code style
	dotnet format $(solution)

typecheck: ## compile everything, warnings as errors
	dotnet build $(solution)

publish: ## make the native file artifacts/publish/native/ifw
	.ci/publish artifacts/publish/native
	@echo "artifacts/publish/native/ifw"

clean: ## remove what builds and tests made; output/, cache/ and telemetry.db stay
	rm -rf artifacts TestResults native
