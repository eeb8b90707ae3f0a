"""What structures offer, as HealthcareService: for which places, at what hours."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from directory.fhir import clauses
from directory.fhir.canonical import ACTIVITIES, FAMILIES, profile
from directory.fhir.clauses import NEVER, Clause, each
from directory.fhir.elements import Json, Site, concept, kept, meta, telecom
from directory.fhir.organization import is_open, lines_of
from directory.fhir.place import KEY, key_of
from directory.models import HoursException, OpeningHours, Service
from directory.selectors.hours import exception, holidays, weekly
from portal.lib.timetable import HOLIDAY
from portal.territories.models import Territory

PROFILES = profile("as-dp-healthcareservice-healthcare-activity", "HealthcareService")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 1440
USUAL, CRISIS = OpeningHours.Regime.USUAL, OpeningHours.Regime.CRISIS


def _current() -> Q:
    today = timezone.localdate()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return begun & lasting & Q(structure__closed_on=None, structure__merged_into=None)


def by_activity(rows: clauses.Rows, criterion: clauses.Criterion) -> clauses.Rows:
    """In force today, in a structure that is open."""
    return clauses.truth(_current())(rows, criterion)


def _covering(value: str) -> Q:
    """Those whose zone meets the territory: it holds it, or lies in it."""
    found = KEY.fullmatch(clauses.reference(value, "Location"))
    place = found and Territory.objects.filter(kind=found[1], code=found[2]).first()
    if not place:
        return NEVER
    return Q(pk__in=Service.objects.covering(place).values("pk"))


CLAUSES: dict[str, Clause] = {
    "_id": clauses.uuids("uuid", kind="HealthcareService"),
    "_lastUpdated": clauses.instants(),
    "_profile": clauses.profiles(PROFILES),
    "active": by_activity,
    "identifier": clauses.never,
    "organization": clauses.uuids("structure__uuid", kind="Organization"),
    "service-category": clauses.codes("activity__family", system=FAMILIES),
    "service-type": clauses.codes("activity", system=ACTIVITIES),
    "characteristic": clauses.never,
    "coverage-area": each(_covering, missing=Q(zones__isnull=True)),
    "location": clauses.uuids("structure__uuid", kind="Location"),
    "data-information-system": clauses.sources(),
    "data-registration-authority": clauses.never,
}


def write_service(one: Service, site: Site) -> Json:
    """The service, its hours and the places that it covers."""
    today = timezone.localdate()
    begun = one.starts_on is None or one.starts_on <= today
    lasting = one.ends_on is None or one.ends_on >= today
    activity = one.activity
    coming = [row for row in one.exceptions.all() if row.last_day >= today]
    return kept(
        resourceType="HealthcareService",
        id=str(one.uuid),
        meta=meta(one.changed_at, PROFILES, site=site, source=one.source, as_of=one.as_of),
        language="fr",
        active=begun and lasting and is_open(one.structure),
        providedBy={"reference": f"Organization/{one.structure.uuid}"},
        category=_family(activity.family, site),
        type=[concept(site.url(ACTIVITIES), activity.code, activity.label)],
        location=_places(one),
        name=str(one),
        comment=one.conditions.strip(),
        telecom=telecom(lines_of(one)),
        coverageArea=[{"reference": f"Location/{key_of(zone)}"} for zone in one.zones.all()],
        availableTime=available(
            row for row in one.hours.all() if row.regime == USUAL and row.weekday < HOLIDAY
        ),
        notAvailable=[_closing(row) for row in coming if row.is_closing],
        availabilityExceptions=_words(one, coming),
    )


def available(rows: Any) -> list[Json]:
    """The usual hours; a span that lasts past midnight is two, one on each day."""
    spans: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        days = (WEEKDAYS[row.weekday - 1], WEEKDAYS[row.weekday % 7])
        spans.setdefault((row.opens, min(row.closes, MIDNIGHT)), []).append(days[0])
        if row.closes > MIDNIGHT:
            spans.setdefault((0, row.closes - MIDNIGHT), []).append(days[1])
    return [
        {"daysOfWeek": sorted(set(days), key=WEEKDAYS.index), **_hours(opens, closes)}
        for (opens, closes), days in sorted(spans.items())
    ]


def _hours(opens: int, closes: int) -> Json:
    if (opens, closes) == (0, MIDNIGHT):
        return {"allDay": True}
    return {"availableStartTime": _clock(opens), "availableEndTime": _clock(closes)}


def _clock(minutes: int) -> str:
    """The end of a day is its last second: FHIR has no 24:00."""
    if minutes >= MIDNIGHT:
        return "23:59:59"
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _closing(row: HoursException) -> Json:
    during = {"start": row.first_day.isoformat(), "end": row.last_day.isoformat()}
    return {"description": row.reason.strip() or "Fermé", "during": during}


def _words(one: Service, coming: list[HoursException]) -> str:
    """What FHIR R4 has no element for: other hours on some days, the hours of a crisis."""
    said = [exception(row) for row in coming if not row.is_closing]
    said += holidays(one.hours.all(), closed=one.closed_on_holidays)
    crisis = weekly(row for row in one.hours.all() if row.regime == CRISIS)
    if crisis:
        said.append("En cas de crise : " + " ; ".join(crisis))
    return " ; ".join(said).replace("\u00a0", " ")


def _family(family: str, site: Site) -> list[Json]:
    return [concept(site.url(FAMILIES), family, family)] if family.strip() else []


def _places(one: Service) -> list[Json]:
    if one.structure.level == one.structure.Level.LEGAL:
        return []
    return [{"reference": f"Location/{one.structure.uuid}"}]
