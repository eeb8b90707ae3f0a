"""Operations put together do what they do one after the other, both ways."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.migrating import Together

TABLES = ("audit_shelf", "audit_book")


def _library() -> Together:
    key = models.BigAutoField(primary_key=True)
    in_order = models.Index("shelf", "id", name="audit_book_in_order")
    shelf = models.ForeignKey("audit.Shelf", on_delete=models.PROTECT)
    return Together(
        [
            migrations.CreateModel("Shelf", [("id", key)]),
            migrations.CreateModel(
                "Book", [("id", key.clone()), ("shelf", shelf)], options={"indexes": [in_order]}
            ),
        ]
    )


def _there() -> list[str]:
    return [name for name in TABLES if name in connection.introspection.table_names()]


@pytest.mark.django_db(transaction=True)
def test_what_is_created_together_is_there_then_leaves():
    empty, whole = ProjectState(), ProjectState()
    together = _library()
    together.state_forwards("audit", whole)
    with connection.schema_editor() as editor:
        together.database_forwards("audit", editor, empty, whole)
    assert _there() == list(TABLES)
    with connection.cursor() as cursor:
        assert "audit_book_in_order" in connection.introspection.get_constraints(
            cursor, "audit_book"
        )
    with connection.schema_editor() as editor:
        together.database_backwards("audit", editor, whole, empty)
    assert _there() == []


def test_models_drawn_before_are_drawn_again():
    state = ProjectState()
    assert list(state.apps.get_models()) == []
    _library().state_forwards("audit", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Shelf", "Book"}
