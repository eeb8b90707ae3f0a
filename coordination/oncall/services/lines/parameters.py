"""The legal figures shipped with the portal are in force; those of a territory stay."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from coordination.oncall.models import RuleParameter

FILE = Path(__file__).resolve().parents[2] / "data" / "rule_parameters.csv"
SHOWN = ("label", "value", "unit", "severity", "legal_ref", "status")


@transaction.atomic
def load_rule_parameters() -> int:
    """Each row of the file is there, once; how many were created or changed."""
    changed = 0
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            validity = DateRange(
                date.fromisoformat(row["from"]),
                date.fromisoformat(row["to"]) if row["to"] else None,
            )
            values = {name: row[name] for name in SHOWN} | {"value": Decimal(row["value"])}
            key = {name: row[name] for name in ("code", "regime", "line_kind")}
            known = RuleParameter.objects.filter(territory=None, validity=validity, **key).first()
            if known is None:
                RuleParameter.objects.create(validity=validity, **key, **values)
                changed += 1
            elif any(getattr(known, name) != value for name, value in values.items()):
                RuleParameter.objects.filter(pk=known.pk).update(**values)
                changed += 1
    return changed
