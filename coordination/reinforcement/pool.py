"""Who fits a need, and who is asked: one SQL statement, the same for both.

The statement looks at the active volunteers of the accepted professions around the
structure, names the first obstacle of each, and ranks those who meet none. `fits` reads
it; `draw` adds, in the same statement, the unit of contact budget and the ask, so that
two waves cannot ask one person beyond their limit.
"""

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.reinforcement.matching import (
    FRESH_DAYS,
    RECENT_YEARS,
    RESTED_DAYS,
    WEIGHTS,
    Fit,
    statuses_for,
)
from coordination.reinforcement.models import Need, Skill, Trust, Wave
from portal.lib.geo import EARTH_RADIUS_KM, bounding_box
from portal.lib.time import PARIS, local_instant, week_start

# People farther than that beyond the radius are not counted among "too far": widening by
# 30 km is a choice one makes, and counting the whole country would cost a second.
BEYOND_KM = 30

JUDGED = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(professions)s::text[], %(thresholds)s::int[]) AS w (profession_id, trust)
), busy AS MATERIALIZED (
    SELECT volunteer_id, range_agg(period) AS periods
    FROM reinforcement_seat
    WHERE holds AND period && %(span)s::tstzrange
    GROUP BY volunteer_id
), near AS (
    SELECT v.id, v.trust, v.skills, v.recent_skills, v.status, v.free, v.weekly_limit,
           v.engaged_until, v.confirmed_at, v.last_asked_at, w.trust AS threshold,
           b.periods AS busy,
           CASE WHEN %(lodging)s THEN v.max_km_lodged ELSE v.max_km END AS own_limit,
           2 * %(earth)s * asin(LEAST(1, sqrt(
               power(sin(radians(v.latitude - %(lat)s) / 2), 2)
               + cos(radians(%(lat)s)) * cos(radians(v.latitude))
               * power(sin(radians(v.longitude - %(lon)s) / 2), 2)))) AS km
    FROM wanted AS w
    JOIN reinforcement_volunteer AS v ON v.profession_id = w.profession_id
    LEFT JOIN busy AS b ON b.volunteer_id = v.id
    WHERE v.state = 'active'
      AND point(v.longitude, v.latitude) <@ box(point(%(west)s, %(south)s),
                                                point(%(east)s, %(north)s))
    OFFSET 0  -- a fence: each distance is computed once
), told_apart AS (
    SELECT n.*,
        CASE
            WHEN n.id IN (SELECT volunteer_id FROM reinforcement_assignment
                          WHERE need_id = %(need)s) THEN 'already_asked'
            WHEN n.trust > n.threshold THEN 'trust'
            WHEN NOT n.skills @> %(required)s::varchar[] THEN 'skills'
            WHEN NOT n.status = ANY(%(statuses)s::varchar[]) THEN 'status'
            WHEN NOT n.free @> {enough}(%(slots)s::tstzrange[]) THEN 'not_free'
            WHEN n.busy IS NOT NULL AND NOT n.free - n.busy @> {enough}(%(slots)s::tstzrange[])
                OR n.engaged_until >= %(first_day)s THEN 'engaged'
            WHEN n.km > %(radius)s THEN 'too_far'
            WHEN n.km > n.own_limit THEN 'beyond_their_limit'
            WHEN NOT %(override)s AND (n.weekly_limit = 0 OR n.id IN (
                SELECT volunteer_id FROM reinforcement_contactbudget
                WHERE week = %(week)s AND used >= allowed)) THEN 'over_budget'
        END AS obstacle
    FROM near AS n
    WHERE n.km <= %(horizon)s
    OFFSET 0  -- another: each obstacle is looked for once
), judged AS MATERIALIZED (
    SELECT v.id, v.km, v.obstacle,
        CASE WHEN v.obstacle IS NULL THEN {covered} END AS covered,
        CASE WHEN v.obstacle IS NULL THEN
            %(w_experience)s * ({experience})
            + %(w_trust)s * (5 - v.trust) / 4.0::float8
            + %(w_distance)s * (1 - v.km / %(radius)s)
            + %(w_freshness)s * (1 - GREATEST(0, LEAST(1, {since_confirmed} / %(fresh_days)s)))
            + %(w_rest)s * GREATEST(0, LEAST(1, COALESCE({since_asked} / %(rested_days)s, 1)))
        END AS merit
    FROM told_apart AS v
), ranked AS (
    SELECT id, km, covered,
        (merit + %(w_coverage)s * covered / %(asked_slots)s::float8)::float8 AS score
    FROM judged
    WHERE obstacle IS NULL
)
"""

# Not `extract`, whose exact decimals cost more than the rest of the score.
DAYS_SINCE = "date_part('epoch', %(midnight)s - {}) / 86400"
# Nobody fits without all the slots, unless some are enough: only then are they counted.
ALL_COVERED = "cardinality(%(slots)s::tstzrange[])"
# One addition per slot, written out: unnesting them again for each person costs ten times more.
ONE_COVERED = """
    (COALESCE(v.free - v.busy, v.free) @> (%(slots)s::tstzrange[])[{rank}])::int"""

READ = """
, page AS (
    SELECT * FROM ranked
    WHERE %(after_score)s::float8 IS NULL
       OR (score, -id) < (%(after_score)s::float8, -%(after_id)s::bigint)
    ORDER BY score DESC, id
    LIMIT %(limit)s
), shown AS (
    SELECT g.*, v.reference, v.profession_id, v.trust, v.confirmed_at, v.last_asked_at
    FROM page AS g JOIN reinforcement_volunteer AS v ON v.id = g.id
)
SELECT
    (SELECT jsonb_object_agg(verdict, people) FROM (
        SELECT COALESCE(obstacle, 'fits') AS verdict, count(*) AS people
        FROM judged GROUP BY verdict) AS tally),
    p.id, p.reference, p.profession_id, p.trust, p.km, p.covered, p.confirmed_at,
    p.last_asked_at, p.score, {experiences}
FROM (SELECT) AS always LEFT JOIN shown AS p ON true
ORDER BY p.score DESC, p.id
"""

# Units of budget are taken in the order of ids, so that two waves drawn at once wait for
# each other instead of dead-locking; who has none left in the meantime is skipped.
DRAW = """
, first AS (
    SELECT * FROM ranked ORDER BY score DESC, id LIMIT %(size)s
), best AS MATERIALIZED (
    SELECT f.*, v.reference, v.profession_id, v.trust, v.status, v.weekly_limit, v.confirmed_at,
        v.last_asked_at
    FROM first AS f JOIN reinforcement_volunteer AS v ON v.id = f.id
), units AS (
    INSERT INTO reinforcement_contactbudget AS c (volunteer_id, week, allowed, used, overrides)
    SELECT id, %(week)s, weekly_limit, %(unit)s, %(extra)s FROM best
    WHERE weekly_limit >= %(unit)s
    ORDER BY id
    ON CONFLICT (volunteer_id, week) DO UPDATE
        SET used = c.used + %(unit)s, overrides = c.overrides + %(extra)s
        WHERE c.used + %(unit)s <= c.allowed
    RETURNING volunteer_id
), stamped AS (
    UPDATE reinforcement_volunteer AS v SET last_asked_at = %(now)s
    FROM units AS u WHERE v.id = u.volunteer_id
), asks AS (
    INSERT INTO reinforcement_assignment
        (uuid, link_key, need_id, volunteer_id, wave_id, origin, state, need_version, score,
         distance_km, reasons, answer_channel, refusal, declined, cancel_reason, answer_note,
         employer, reminded, notified_at)
    SELECT gen_random_uuid(), gen_random_uuid(), %(need)s, b.id, %(wave)s, 'wave', 'notified',
        %(version)s, b.score, b.km, '{{}}', '', '', '', '', '',
        CASE WHEN b.status IN ('public', 'private') THEN 'asked' ELSE 'not_required' END,
        0, %(now)s
    FROM best AS b JOIN units AS u ON u.volunteer_id = b.id
    RETURNING id, volunteer_id
)
SELECT a.id, p.id, p.reference, p.profession_id, p.trust, p.km, p.covered, p.confirmed_at,
    p.last_asked_at, p.score, {experiences}
FROM asks AS a JOIN best AS p ON p.id = a.volunteer_id
"""

EXPERIENCES = """(
    SELECT jsonb_agg(jsonb_build_array(x.skill, x.months, x.last_year)
                     ORDER BY x.last_year DESC, x.months DESC)
    FROM reinforcement_experience AS x
    WHERE x.volunteer_id = p.id AND x.skill = ANY(%(looked)s::text[]))"""

KEEP_REASONS = """
UPDATE reinforcement_assignment AS a
SET reasons = ARRAY(SELECT jsonb_array_elements_text(said.words::jsonb))
FROM unnest(%s::bigint[], %s::text[]) AS said (id, words)
WHERE a.id = said.id
"""


@dataclass(frozen=True)
class PoolAnswer:
    """Who fits, a page of them in order, and how many are held back by which obstacle."""

    total: int
    rows: list[Fit]
    obstacles: dict[str, int]
    horizon_km: int


@dataclass(frozen=True)
class Drawn:
    """What a wave came to: asks made, and people skipped because their week is full."""

    asked: int
    over_budget: int


def fits(need: Need, *, limit: int = 20, after: tuple[float, int] | None = None) -> PoolAnswer:
    """The volunteers who fit `need` now, best first, from after the key (score, id).

    Obstacles are counted among the active people of the accepted professions who live
    within the radius and 30 km more (`horizon_km`). Distances run from the centre of the
    volunteer's commune, as the crow flies. One statement, besides the need's own slots
    and professions. Without a vacant slot, nobody fits.
    """
    params = _params(need, override=False)
    score, pk = after or (None, 0)
    params |= {"limit": limit, "after_score": score, "after_id": pk}
    with connection.cursor() as cursor:
        cursor.execute(_judged(need, params) + READ.format(experiences=EXPERIENCES), params)
        found = cursor.fetchall()
    tally = json.loads(found[0][0] or "{}")
    asked_slots = len(params["slots"])
    rows = [_fit(row[1:], asked_slots) for row in found if row[1] is not None]
    return PoolAnswer(tally.pop("fits", 0), rows, tally, need.radius_km + BEYOND_KM)


def draw(wave: Wave) -> Drawn:
    """The best `wave.size` volunteers are asked, each within their contact budget.

    To be called inside a transaction that has locked the need. An override (a wave with
    `override_reason`) asks people whose week is full, and counts it apart.
    """
    override = bool(wave.override_reason)
    params = _params(wave.need, override=override)
    params |= {
        "size": wave.size,
        "wave": wave.pk,
        "version": wave.need.version,
        "unit": 0 if override else 1,
        "extra": 1 if override else 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(_judged(wave.need, params) + DRAW.format(experiences=EXPERIENCES), params)
        drawn = cursor.fetchall()
        _keep_reasons(cursor, drawn, len(params["slots"]), params["now"])
    return Drawn(
        asked=len(drawn), over_budget=fits(wave.need, limit=0).obstacles.get("over_budget", 0)
    )


def _judged(need: Need, params: dict[str, Any]) -> str:
    """The statement for `need`: all slots or any of them, and its own wished experiences."""
    looked = need.wished_skills or need.required_skills
    held = [
        f"(v.skills @> (%(looked)s::varchar[])[{rank}:{rank}])::int"
        f" + (v.recent_skills @> (%(looked)s::varchar[])[{rank}:{rank}])::int"
        for rank in range(1, len(looked) + 1)
    ]
    experience = f"({' + '.join(held)}) / {2 * len(looked)}::float8" if held else "0"
    ranks = range(1, len(params["slots"]) + 1)
    some_covered = " + ".join(ONE_COVERED.format(rank=rank) for rank in ranks) or "0"
    return JUDGED.format(
        enough="ANY" if need.partial_allowed else "ALL",
        covered=some_covered if need.partial_allowed else ALL_COVERED,
        experience=experience,
        since_confirmed=DAYS_SINCE.format("v.confirmed_at"),
        since_asked=DAYS_SINCE.format("v.last_asked_at"),
    )


def _params(need: Need, *, override: bool) -> dict[str, Any]:
    now = timezone.now()
    slots = sorted(slot.period for slot in need.slots.all() if slot.is_vacant(now))
    professions = list(need.professions.all())
    place = need.structure
    centre = place if place.latitude is not None else place.commune
    lat, lon = centre.latitude or 0.0, centre.longitude or 0.0
    box = bounding_box(lat, lon, need.radius_km + BEYOND_KM)
    looked = need.wished_skills or need.required_skills
    first = min((period.lower for period in slots), default=now)
    return {
        "need": need.pk,
        "professions": [profession.code for profession in professions],
        "thresholds": [_threshold(need, in_register=p.in_register) for p in professions],
        "slots": slots,
        "asked_slots": max(1, len(slots)),
        "span": _span(slots),
        "first_day": first.astimezone(PARIS).date(),
        "radius": float(need.radius_km),
        "horizon": float(need.radius_km + BEYOND_KM),
        "lodging": need.lodging,
        "required": need.required_skills,
        "looked": looked,
        "recent_year": now.year - RECENT_YEARS,
        "statuses": statuses_for(need.vehicles),
        "override": override,
        "week": week_start(now, PARIS),
        "lat": lat,
        "lon": lon,
        "now": now,
        # Scores age by the day: a page turned a minute later continues the same order.
        "midnight": local_instant(now.astimezone(PARIS).date(), time.min, PARIS),
        "earth": EARTH_RADIUS_KM,
        "fresh_days": FRESH_DAYS,
        "rested_days": RESTED_DAYS,
        **{side: getattr(box, side) for side in box._fields},
        **{f"w_{name}": weight for name, weight in WEIGHTS.items()},
    }


def _threshold(need: Need, *, in_register: bool) -> int:
    """The worst rank accepted: a trade outside the register can never be better than V4."""
    return need.minimum_trust if in_register else max(need.minimum_trust, Trust.DOCUMENT)


def _span(slots: list[Any]) -> Any:
    """The period from the first slot's start to the last one's end; empty without slots."""
    if not slots:
        return DateTimeTZRange(empty=True)
    return DateTimeTZRange(min(s.lower for s in slots), max(s.upper for s in slots))


def _fit(row: tuple[Any, ...], asked_slots: int) -> Fit:
    pk, reference, profession, trust, km, covered, confirmed, last_asked, score, known = row
    return Fit(
        volunteer_id=pk,
        reference=reference,
        profession=profession,
        trust=trust,
        distance_km=km,
        slots_covered=covered,
        slots_asked=asked_slots,
        experiences=[
            (Skill(skill).label, months, year) for skill, months, year in json.loads(known or "[]")
        ],
        confirmed_at=confirmed,
        last_asked_at=last_asked,
        score=score,
    )


def _keep_reasons(cursor: Any, drawn: list[Any], asked_slots: int, now: datetime) -> None:
    """The reasons, in words, stand on each ask as they were that day."""
    said = [json.dumps(_fit(row[1:], asked_slots).reasons(now)) for row in drawn]
    cursor.execute(KEEP_REASONS, [[row[0] for row in drawn], said])
