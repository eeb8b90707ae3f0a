"""The reference lists shipped with the portal are in force; what is one's own stays."""

import csv
from pathlib import Path
from typing import Any

from django.db import models, transaction

from coordination.crisis.models import Level, LevelRole, Role, Term
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_catalogue() -> int:
    """Each row of the files is there, once, for the whole country; how many changed."""
    changed = sum(_kept(Term, {"kind": row["kind"], "code": row["code"]}, {
        "label": row["label"], "rank": rank,
    }) for rank, row in enumerate(_rows("terms.csv")))  # fmt: skip
    for rank, row in enumerate(_rows("roles.csv")):
        flags = row["flags"].split()
        shown = {
            "label": row["label"],
            "mission": row["mission"],
            "leads": "leads" in flags,
            "is_exclusive": "exclusive" in flags,
            "keeps_log": "log" in flags,
            "validates_public": "public" in flags,
            "rank": rank,
        }
        changed += _kept(Role, _national(row, "slug"), shown)
    return changed + sum(_load_level(row) for row in _rows("levels.csv"))


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


def _load_level(row: dict[str, str]) -> int:
    flags = row["flags"].split()
    shown = {
        "name": row["name"],
        "meaning": row["meaning"],
        "sitrep_every_hours": int(row["sitrep_hours"]) if row["sitrep_hours"] else None,
        "meeting_every_hours": int(row["meeting_hours"]) if row["meeting_hours"] else None,
        "meeting_rhythm": row["meeting_rhythm"],
        "engagement": row["engagement"],
        "is_restricted": "reduced" in flags,
        "short_sitrep": "short" in flags,
    }
    changed = _kept(Level, _national(row, "rank"), shown)
    level = Level.objects.get(**_national(row, "rank"))
    roles = Role.objects.filter(kind=row["kind"], territory=None, structure=None)
    wanted = roles if row["roles"] == "*" else roles.filter(slug__in=row["roles"].split())
    missing = wanted.exclude(pk__in=level.requirements.values("role"))
    made = LevelRole.objects.bulk_create(LevelRole(level=level, role=role) for role in missing)
    return changed + len(made)


def _kept(model: type[models.Model], key: dict[str, Any], shown: dict[str, Any]) -> int:
    rows = model._default_manager.filter(**key)
    found = rows.first()
    if found is None:
        model._default_manager.create(**key, **shown)
        return 1
    if all(getattr(found, name) == value for name, value in shown.items()):
        return 0
    return rows.update(**shown)


def _national(row: dict[str, str], name: str) -> dict[str, Any]:
    own = int(row[name]) if name == "rank" else row[name]
    return {"kind": row["kind"], name: own, "territory": None, "structure": None}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
