"""After a test that commits, only the tables that hold something are emptied.

Truncating them all, then creating content types and permissions again, costs several times more,
and some tables refuse it (a log is never emptied): the end of a test is above that.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
import pytest
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations

KEPT = {"django_content_type", "auth_permission"}
# Neither foreign keys nor triggers speak: everything goes, in whatever order.
ABOVE_TRIGGERS = "SET LOCAL session_replication_role = replica"

plain_statements = DatabaseOperations.sql_flush
plain_flush = DatabaseOperations.execute_sql_flush


@contextmanager
def quick_flush() -> Iterator[None]:
    """Inside the block, `flush` deletes what is there and keeps content types and permissions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _statements)
        patch.setattr(DatabaseOperations, "execute_sql_flush", _execute)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_args, **_options: None)
        yield


def _statements(self: Any, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
    names = [name for name in tables if name not in KEPT]
    if not _is_superuser(self.connection):
        return list(plain_statements(self, style, names, **options))
    quoted = [self.quote_name(name) for name in names]
    probes = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted]
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes))
        return [ABOVE_TRIGGERS, *(f"DELETE FROM {name}" for (name,) in cursor.fetchall())]


def _execute(self: Any, statements: list[str]) -> None:
    if statements[:1] == [ABOVE_TRIGGERS]:
        plain_flush(self, statements)
        return
    with pgtrigger.ignore():
        plain_flush(self, statements)


def _is_superuser(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone() == ("on",)
