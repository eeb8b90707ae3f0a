"""The rules played over the whole directory: signals open, change and close, scores follow."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from directory import registry
from directory.models import ImportRun, Score, Signal
from directory.models.faults import FAULTS
from directory.services.quality.finding import LIVING, RULES
from portal.locks import alone
from portal.territories.models import Territory

# Any number, the same everywhere: one evaluation at a time.
LOCK = 5_361_2021
NIGHTLY = timedelta(hours=22)
TABLE = """
CREATE TEMPORARY TABLE directory_fault
  (structure_id bigint, rule text, field text, ours text, theirs text, other_id bigint)
  ON COMMIT DROP
"""
FIND = "INSERT INTO directory_fault (structure_id, field, ours, theirs, other_id, rule) "
MARKED = "SELECT found.*, '{}' FROM ({}) AS found"
SETTLE = """
ANALYZE directory_fault;
UPDATE directory_signal known
   SET state = 'done', closed_at = now(), reason = 'Le défaut a disparu.'
 WHERE known.state = 'new' AND known.rule = ANY (%(rules)s)
   AND NOT EXISTS (SELECT 1 FROM directory_fault found
                    WHERE found.structure_id = known.structure_id AND found.rule = known.rule
                      AND found.field = known.field);
UPDATE directory_signal known
   SET ours = coalesce(found.ours, known.ours), theirs = found.theirs, other_id = found.other_id
  FROM directory_fault found
 WHERE known.state = 'new' AND found.structure_id = known.structure_id
   AND found.rule = known.rule AND found.field = known.field
   AND (coalesce(found.ours, known.ours), found.theirs, found.other_id)
       IS DISTINCT FROM (known.ours, known.theirs, known.other_id);
INSERT INTO directory_signal (structure_id, rule, field, ours, theirs, other_id, raised_at)
SELECT found.structure_id, found.rule, found.field, coalesce(found.ours, ''), found.theirs,
       found.other_id, now()
  FROM directory_fault found
 WHERE NOT EXISTS (SELECT 1 FROM directory_signal past
                    WHERE past.structure_id = found.structure_id AND past.rule = found.rule
                      AND past.field = found.field AND past.state = 'dropped'
                      AND past.ours = coalesce(found.ours, past.ours)
                      AND past.theirs = found.theirs)
ON CONFLICT (structure_id, rule, field) WHERE state = 'new' DO NOTHING
"""
SCORES = """
INSERT INTO directory_score (territory_id, family, week, structures, faulty, measured_at)
WITH home AS (
  SELECT link.ancestor_id AS territory_id, one.id
    FROM directory_living one
    JOIN territories_containment link ON link.descendant_id = one.commune_id
    JOIN territories_territory place ON place.id = link.ancestor_id
   WHERE one.level <> 'legal' AND place.kind NOT IN ('commune', 'arrondissement')
), family AS (
  SELECT * FROM unnest(%(faulty_rules)s::text[], %(families)s::text[]) AS told (rule, family)
), fault AS (
  SELECT DISTINCT known.structure_id, family.family
    FROM directory_signal known JOIN family USING (rule) WHERE known.state = 'new'
), total AS (
  SELECT territory_id, count(*) AS structures FROM home GROUP BY territory_id
), share AS (
  SELECT home.territory_id, fault.family, count(*) AS faulty
    FROM home JOIN fault ON fault.structure_id = home.id GROUP BY home.territory_id, fault.family
)
SELECT total.territory_id, kind.family, %(week)s::date, total.structures,
       coalesce(share.faulty, 0), now()
  FROM total CROSS JOIN (SELECT DISTINCT family FROM family) AS kind
  LEFT JOIN share USING (territory_id, family)
ON CONFLICT (territory_id, family, week) DO UPDATE
   SET structures = excluded.structures, faulty = excluded.faulty,
       measured_at = excluded.measured_at
"""


def is_due() -> bool:
    """Nothing was measured for a night, or an import changed the directory since."""
    last = Score.objects.aggregate(last=Max("measured_at"))["last"]
    if last is None or last < timezone.now() - NIGHTLY:
        return True
    done = ImportRun.objects.filter(state__in=["applied", "undone"], ended_at__gt=last)
    return done.exists()


@transaction.atomic
def find_faults() -> int:
    """Each fault has its open signal, each signal its fault, each territory its score of the week.

    The number of signals that wait. Does nothing while another evaluation runs.
    """
    today = timezone.localdate()
    told: dict[str, Any] = {
        "today": today, "crisis": _communes_in_crisis(), "rules": list(RULES),
        "week": today - timedelta(days=today.weekday()),
        "usual": settings.STALE_DAYS, "in_crisis": settings.STALE_DAYS_IN_CRISIS,
        "at_most": settings.STALE_DAYS_AT_MOST,
        "faulty_rules": list(FAULTS), "families": [one.family for one in FAULTS.values()],
    }  # fmt: skip
    if alone(LOCK):
        with connection.cursor() as cursor:
            for statement in _statements():
                cursor.execute(statement, told)
    return Signal.objects.waiting().count()


def _statements() -> list[str]:
    """What an evaluation says to the database, in order; its tables are gone at the end."""
    finds = [FIND + MARKED.format(rule, select) for rule, select in RULES.items()]
    drop = "DROP TABLE directory_fault; DROP TABLE directory_living"
    # A first evaluation raises 90,000 signals: the queue would be planned as if it were empty.
    several = [LIVING, TABLE, *finds, SETTLE, SCORES, drop, "ANALYZE directory_signal"]
    return [one for whole in several for one in whole.split(";") if one.strip()]


def _communes_in_crisis() -> list[int]:
    communes: set[int] = set()
    for territories in registry.territories_in_crisis():
        held = Territory.objects.within(territories)
        communes |= set(held.values_list("pk", flat=True))
    return sorted(communes)
