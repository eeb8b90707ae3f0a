"""Models speak French to people, and their rules explain themselves."""

import ast

import pytest
from django.db.models import Model, UniqueConstraint

from tests.architecture import sources

MODELS = sources.own_models()


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_model_says_what_it_is(model):
    assert model.__str__ is not Model.__str__


def proper(name):
    """Lower case, but for the names that are written in capitals."""
    first = str(name).split()[0]
    return first.islower() or first.isupper()


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_model_and_field_is_named_in_french_in_lower_case(model):
    assert model._meta.original_attrs.get("verbose_name"), "verbose_name"
    assert model._meta.original_attrs.get("verbose_name_plural"), "verbose_name_plural"
    assert proper(model._meta.verbose_name)
    own = [field for field in model._meta.local_fields if not field.auto_created]
    assert [field.name for field in own if not proper(field.verbose_name)] == []


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_check_explains_itself(model):
    """A plain UniqueConstraint on fields is exempt: Django words that one well."""
    for rule in model._meta.constraints:
        if not (isinstance(rule, UniqueConstraint) and rule.fields and rule.condition is None):
            assert rule.violation_error_message != rule.default_violation_error_message, rule.name


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_text_is_null(model):
    texts = ("CharField", "TextField", "EmailField", "SlugField")
    fields = [field for field in model._meta.local_fields if field.get_internal_type() in texts]
    assert [field.name for field in fields if field.null and not field.unique] == []


def test_no_model_is_named_like_the_request_of_a_view():
    assert "Request" not in {model.__name__ for model in MODELS}


@pytest.mark.parametrize("path", sources.code(), ids=sources.name_of)
def test_no_signal_no_broad_catch_and_no_hidden_save(path):
    """Only the channel adapters may catch everything: they sort errors of the outside world."""
    tree = sources.tree_of(path)
    imported = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert "django.db.models.signals" not in imported
    saves = [
        n.lineno for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "save"
    ]
    assert not saves or path.stem.startswith("forms") or "forms" in path.parts, saves
