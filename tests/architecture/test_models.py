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


def test_nothing_listens_to_signals():
    deaf = [path for path in sources.code() if "django.db.models.signals" in path.read_text()]
    assert deaf == []


def test_saving_a_model_has_no_hidden_effect():
    """Forms may save; a model that overrides `save` would surprise bulk writes."""
    models = [path for path in sources.code() if path.stem == "models" or "models" in path.parts]
    trees = {path: ast.walk(sources.tree_of(path)) for path in models}
    assert [
        sources.name_of(path)
        for path, nodes in trees.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "save" for node in nodes)
    ] == []
