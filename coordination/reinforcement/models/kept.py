"""Columns that the database keeps by itself, from the rows they sum up."""

import pgtrigger


def keeps(
    name: str, sql: str, operation: "pgtrigger.Operation", **tables: str
) -> pgtrigger.Trigger:
    """A trigger that runs `sql` once per statement, over the volunteers it touched."""
    changed = " UNION ".join(f"SELECT volunteer_id FROM {alias}" for alias in tables.values())  # noqa: S608
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=sql.format(changed=changed),
    )
