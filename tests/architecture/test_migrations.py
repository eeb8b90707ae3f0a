"""Migrations have one head per app and names that say what they do."""

import re

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.architecture import sources

MIGRATIONS = [
    path for path in sources.inside(*sources.PACKAGES) if path.parent.name == "migrations"
]
MIGRATIONS = [path for path in MIGRATIONS if path.stem != "__init__"]


def test_every_app_has_one_head():
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


@pytest.mark.parametrize("path", MIGRATIONS, ids=sources.name_of)
def test_a_migration_says_what_it_does(path):
    assert re.fullmatch(r"0001_initial|\d{4}_(?!auto_)[a-z][a-z0-9_]{4,}", path.stem)


@pytest.mark.parametrize("path", MIGRATIONS, ids=sources.name_of)
def test_a_migration_imports_no_living_model(path):
    """Django itself writes `import module` for the function behind a default: not a model."""
    living = rf"^from ({'|'.join(sources.PACKAGES)})\S*\.(models|services|selectors)"
    assert re.findall(living, path.read_text(), flags=re.M) == []
