"""What each filter of the list would leave, the other filters being kept: one statement."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from directory import registry
from directory.models import StructureQuerySet
from directory.selectors.search import Criteria, narrowed, of_category, services_asked

MOST_COUNTED = 5_000  # counting further would cost more than the page itself
MOST_CLOCKS = 1_000  # services whose hours are read: 30 µs each
# Who is on call is read from the rosters: for a count, as it was a minute ago is enough.
ON_DUTY, ON_DUTY_SECONDS = "directory.facets.on_duty", 60

# A count by the choices of a filter is made without that filter: `base` has no category,
# `offering` no service, `placed` no territory. `kept` is what the list holds. One structure of a
# category is looked for in its index (ORDER BY, LIMIT): else the whole directory would be read.
COUNTS = """
WITH base AS MATERIALIZED ({base}),
kept AS MATERIALIZED (SELECT id, commune_id FROM base WHERE %s IN ('', category_id)),
offering AS MATERIALIZED ({offering}),
placed AS MATERIALIZED ({placed})
SELECT 'all', '', count(*), '' FROM base
UNION ALL SELECT 'category', kind.code, held.count, {label}
  FROM (SELECT category_id, count(*) FROM base GROUP BY category_id) AS held
  JOIN directory_category kind ON kind.code = held.category_id
UNION ALL SELECT 'any', kind.code, NULL, {label} FROM directory_category kind
 WHERE (SELECT count(*) FROM base) > {most} AND (
   SELECT true FROM directory_structure one WHERE one.category_id = kind.code
      AND one.closed_on IS NULL AND one.merged_into_id IS NULL AND one.level <> 'legal'
    ORDER BY one.name_key LIMIT 1)
UNION ALL SELECT 'offering', '', count(*), '' FROM offering
UNION ALL SELECT 'service', offered.activity_id, count(DISTINCT offered.structure_id), ''
  FROM ({services}) AS offered JOIN offering ON offering.id = offered.structure_id
 GROUP BY offered.activity_id
UNION ALL SELECT 'open', '', CASE WHEN (SELECT count(*) FROM base) <= {most} AND (
    SELECT count(*) FROM ({able}) AS offered JOIN kept ON kept.id = offered.structure_id
  ) <= %s THEN (
    SELECT count(DISTINCT offered.structure_id)
      FROM ({opened}) AS offered JOIN kept ON kept.id = offered.structure_id
  ) END, ''
UNION ALL SELECT 'on_call', '', count(*), '' FROM kept WHERE id = ANY (%s)
UNION ALL SELECT 'placed', '', count(*), '' FROM placed
UNION ALL SELECT 'territory', held.ancestor_id::text, count(*), ''
  FROM placed JOIN territories_containment held ON held.descendant_id = placed.commune_id
 WHERE (SELECT count(*) FROM placed) <= {most} AND held.ancestor_id = ANY (%s)
 GROUP BY held.ancestor_id
"""
LABEL = "coalesce(nullif(kind.short_label, ''), kind.label)"  # as str(Category)
KEPT = "SELECT id, commune_id FROM kept"
NOTHING = """
SELECT 0::bigint AS id, '' AS category_id, 0::bigint AS commune_id, 0::bigint AS structure_id,
       '' AS activity_id WHERE false
"""


Choice = tuple[str, str, int | None]
Found = dict[str, dict[str, int | None]]
Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Facets:
    """How many structures were found (`is_more`: at least that many), and what each choice leaves.

    `categories`: code, label, count. The other counts are None where there would be too many to
    count; a choice that is not in `services` or `territories` then counted leaves nothing.
    """

    count: int
    is_more: bool
    categories: list[Choice]
    services: dict[str, int | None] | None = None
    territories: dict[str, int | None] | None = None
    open: int | None = None
    on_call: int | None = None

    @property
    def words(self) -> str:
        """« 36 structures », « plus de 5 000 structures »."""
        if self.count == 0:
            return "Aucune structure"
        count = f"{self.count:,}".replace(",", "\u202f")
        noun = "structure" if self.count == 1 else "structures"
        return f"{'Plus de ' if self.is_more else ''}{count}\u00a0{noun}"


def facets(named: StructureQuerySet, criteria: Criteria, *, territories: list[int]) -> Facets:
    """The counts of what is looked for among `named`, what the words mean to the reader.

    `territories` are those that are offered. One statement, that reads 5,000 structures at most
    for each filter; who is on call is read apart, once a minute for everybody.
    """
    found, labels = _counted(named, criteria, territories)
    total, category = found["all"][""] or 0, criteria.category
    is_more = total > MOST_COUNTED
    kept = (found["category"].get(category) or 0) if category else total
    # Too many to count: all that some structure has. Otherwise the commonest first.
    counts = found["any"] if is_more else found["category"]
    categories = [(code, labels[code], count) for code, count in counts.items()]
    return Facets(
        count=min(kept, MOST_COUNTED),
        is_more=is_more,
        categories=sorted(categories, key=lambda one: (-(one[2] or 0), one[1])),
        services=_unless_more(found, "offering", "service"),
        territories=_unless_more(found, "placed", "territory"),
        open=None if is_more else found["open"][""],
        on_call=None if is_more else found["on_call"][""],
    )


def _counted(
    named: StructureQuerySet, criteria: Criteria, territories: list[int]
) -> tuple[Found, dict[str, str]]:
    """By filter then by choice, None where it is not counted; the labels of categories."""
    parts = _parts(named, criteria)
    told = [one for _sql, params in parts.values() for one in params]
    sql = COUNTS.format(
        label=LABEL, most=MOST_COUNTED, **{name: part for name, (part, _params) in parts.items()}
    )
    found: Found = {name: {} for name in ("category", "any", "service", "territory")}
    labels = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [*told, _on_duty(), territories])
        for name, choice, count, label in cursor.fetchall():
            found.setdefault(name, {})[choice] = count
            labels[choice] = label
    return found, labels


def _parts(named: StructureQuerySet, criteria: Criteria) -> dict[str, Part]:
    """What the statement is made of, in its order, each with its values."""
    offering = placed = (KEPT, ())
    if criteria.activity:
        offering = _rows(_without(named, criteria, activity=""))
    if criteria.territory is not None:
        placed = _rows(_without(named, criteria, territory=None))
    base, values = _rows(narrowed(named, criteria), "category_id")
    able, asked = _offers(replace(criteria, is_open=False))
    return {
        "base": (base, (*values, criteria.category)),
        "offering": offering,
        "placed": placed,
        "services": _offers(replace(criteria, activity="")),
        "able": (able, (*asked, MOST_CLOCKS)),
        "opened": _offers(replace(criteria, is_open=True)),
    }


def _without(named: StructureQuerySet, criteria: Criteria, **changes: Any) -> StructureQuerySet:
    """What is found when one filter is left, of the category that is looked for."""
    return of_category(narrowed(named, replace(criteria, **changes)), criteria)


def _rows(structures: StructureQuerySet, *more: str) -> Part:
    few = structures.order_by().values_list("id", "commune_id", *more)[: MOST_COUNTED + 1]
    return _sql(few)


def _offers(criteria: Criteria) -> Part:
    return _sql(services_asked(criteria).order_by().values_list("structure_id", "activity_id"))


def _sql(rows: QuerySet[Any, Any]) -> Part:
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # the ORM knows without asking: nobody is on call, say
        return NOTHING, ()
    return sql, tuple(params)


def _on_duty() -> list[int]:
    known = cache.get(ON_DUTY)
    if known is None:
        known = sorted(registry.structures_on_duty())
        cache.set(ON_DUTY, known, ON_DUTY_SECONDS)
    return list(known)


def _unless_more(found: Found, base: str, name: str) -> dict[str, int | None] | None:
    """None when there were too many to count."""
    return None if (found[base][""] or 0) > MOST_COUNTED else found[name]
