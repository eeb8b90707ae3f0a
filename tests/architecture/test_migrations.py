"""Migrations have one head per app and names that say what they do."""

import re

from django.db.migrations.loader import MigrationLoader

from tests.architecture import sources

MIGRATIONS = [
    path for path in sources.inside(*sources.PACKAGES) if path.parent.name == "migrations"
]
MIGRATIONS = [path for path in MIGRATIONS if path.stem != "__init__"]


def test_every_app_has_one_head():
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


def test_a_migration_says_what_it_does():
    telling = r"0001_initial|\d{4}_(?!auto_)[a-z][a-z0-9_]{4,}"
    assert [path.stem for path in MIGRATIONS if not re.fullmatch(telling, path.stem)] == []


def test_a_migration_imports_no_living_model():
    """Django itself writes `import module` for the function behind a default: not a model."""
    living = rf"^from ({'|'.join(sources.PACKAGES)})\S*\.(models|services|selectors)"
    assert [p for p in MIGRATIONS if re.search(living, p.read_text(), flags=re.M)] == []
