"""Triggers shared by the tables whose rows are added and never changed."""

import pgtrigger

CLOSES = """
    IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period)
       AND lower(OLD.period) = lower(NEW.period)
       AND to_jsonb(OLD) - 'period' = to_jsonb(NEW) - 'period' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: an interval is closed once', TG_TABLE_NAME;
"""


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Neither changed, nor deleted, nor emptied, by whoever it is."""
    return [
        pgtrigger.Protect(
            name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
        ),
        never_emptied(name),
    ]


def closes_once(name: str) -> list[pgtrigger.Trigger]:
    """The only change is the end of an interval, once."""
    return [
        pgtrigger.Protect(name=f"{name}_kept", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_only_closes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=CLOSES,
        ),
    ]


def never_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE is refused."""
    return pgtrigger.Trigger(
        name=f"{name}_never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
    )
