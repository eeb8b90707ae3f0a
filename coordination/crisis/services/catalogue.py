"""The reference lists shipped with the portal are in force; what is one's own stays."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from coordination.crisis.models import Indicator, Level, LevelRole, Role, Term
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

DATA = Path(__file__).resolve().parents[1] / "data"
INDICATOR = ("slug", "label", "short", "unit", "audience", "better", "aggregation")
NATIONAL: dict[str, Any] = {"territory": None, "structure": None}


@transaction.atomic
def load_catalogue() -> int:
    """Each row of the files is there, once, for the whole country; how many changed.

    A constant number of statements: tests and installations load it often.
    """
    changed = _kept(Term, Term.objects.all(), ("kind", "code"), [
        {"kind": row["kind"], "code": row["code"], "label": row["label"], "rank": rank}
        for rank, row in enumerate(read_rows("terms.csv"))
    ])  # fmt: skip
    roles = [_role(rank, row) for rank, row in enumerate(read_rows("roles.csv"))]
    changed += _kept(Role, Role.objects.filter(**NATIONAL), ("kind", "slug"), roles)
    ladders = read_rows("levels.csv")
    levels = [_level(row) for row in ladders]
    changed += _kept(Level, Level.objects.filter(**NATIONAL), ("kind", "rank"), levels)
    counted = [_indicator(rank, row) for rank, row in enumerate(read_rows("indicators.csv"))]
    changed += _kept(Indicator, Indicator.objects.all(), ("slug",), counted)
    return changed + _require(ladders)


@transaction.atomic
def own_ladder(
    kind: str, *, by: User, territory: Territory | None = None, structure: Structure | None = None
) -> list[Level]:
    """A territory or a structure has its own copy of the ladder and roles of that kind.

    It may then be edited without a change elsewhere. Nothing happens when it exists already.
    """
    owner = {"territory": territory, "structure": structure}
    known = list(Level.objects.filter(kind=kind, **owner))
    if known:
        return known
    roles = {}
    for role in Role.objects.filter(kind=kind, territory=None, structure=None):
        source, role.pk = role.pk, None
        role.territory, role.structure = territory, structure
        role.save(force_insert=True)
        roles[source] = role
    for level in Level.objects.filter(kind=kind, territory=None, structure=None):
        required = list(level.requirements.all())
        level.pk, level.territory, level.structure = None, territory, structure
        level.save(force_insert=True)
        LevelRole.objects.bulk_create(
            LevelRole(level=level, role=roles[one.role_id], headcount=one.headcount)
            for one in required
        )
        known.append(level)
    record(by, "ladder.owned", structure or territory or known[0], kind=kind)
    return known


def _role(rank: int, row: dict[str, str]) -> dict[str, Any]:
    flags = row["flags"].split()
    return {
        "kind": row["kind"],
        "slug": row["slug"],
        "label": row["label"],
        "mission": row["mission"],
        "leads": "leads" in flags,
        "is_exclusive": "exclusive" in flags,
        "keeps_log": "log" in flags,
        "validates_public": "public" in flags,
        "rank": rank,
    }


def _indicator(rank: int, row: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {name: row[name] for name in INDICATOR}
    for name in ("watch_at", "critical_at", "most"):
        said[name] = Decimal(row[name]) if row[name] else None
    return said | {
        "is_scale": bool(row["is_scale"]),
        "fresh_hours": int(row["fresh_hours"]),
        "rank": rank,
    }


def _level(row: dict[str, str]) -> dict[str, Any]:
    flags = row["flags"].split()
    return {
        "kind": row["kind"],
        "rank": int(row["rank"]),
        "name": row["name"],
        "meaning": row["meaning"],
        "sitrep_every_hours": int(row["sitrep_hours"]) if row["sitrep_hours"] else None,
        "meeting_every_hours": int(row["meeting_hours"]) if row["meeting_hours"] else None,
        "meeting_rhythm": row["meeting_rhythm"],
        "engagement": row["engagement"],
        "is_restricted": "reduced" in flags,
        "short_sitrep": "short" in flags,
    }


def _require(ladders: list[dict[str, str]]) -> int:
    """Each level requires the roles that the file names; how many were missing."""
    levels = {(one.kind, one.rank): one for one in Level.objects.filter(**NATIONAL)}
    roles = list(Role.objects.filter(**NATIONAL))
    known = set(LevelRole.objects.values_list("level", "role"))
    missing = []
    for row in ladders:
        level, wanted = levels[row["kind"], int(row["rank"])], row["roles"].split()
        for role in roles:
            asked = row["roles"] == "*" or role.slug in wanted
            if role.kind == row["kind"] and asked and (level.pk, role.pk) not in known:
                missing.append(LevelRole(level=level, role=role))
    return len(LevelRole.objects.bulk_create(missing))


def _kept(
    model: type[models.Model],
    known: models.QuerySet[Any],
    key: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> int:
    """Those missing are added, those that differ are put right; how many."""
    found = {tuple(getattr(one, name) for name in key): one for one in known}
    new, changed = [], []
    for row in rows:
        one = found.get(tuple(row[name] for name in key))
        if one is None:
            new.append(model(**row))
        elif any(getattr(one, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(one, name, value)
            changed.append(one)
    manager = model._default_manager
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, [name for name in rows[0] if name not in key])
    return len(new) + len(changed)


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of `data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
