# The two commands of the README, and the daily ones. Needs only make and Python >= 3.11.
PORT ?= 8000
ONLY ?=
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
export PORT
# Half of the time of a start would go to compiling again what was compiled before.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test fast bench lint format clean setup setup-dev

help: ## dit ce que fait chaque commande
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: setup ## lance tout le portail ici, avec la démonstration (PORT=8000)
	@exec $(BIN)/python manage.py up --port "$(PORT)"

test: setup-dev lint ## vérifie tout, comme l’intégration continue
	$(PYTEST) -n 2 --dist worksteal

fast: setup-dev ## les essais rapides : ni navigateur ni ouvriers Celery
	$(PYTEST) -n 2 -m "not browser and not workers"

bench: setup-dev ## les mesures (ONLY=matching pour une seule)
	@$(BIN)/python -m benchmarks $(ONLY)

lint: setup-dev ## format, style, types, contrats d’import, gabarits, migrations, sûreté
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	@.ci/checks

format: setup-dev ## met en forme le code
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

clean: ## efface .venv, les caches et les fichiers statiques (pas les données de var/)
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@.ci/setup requirements.lock

setup-dev:
	@.ci/setup requirements-dev.lock
