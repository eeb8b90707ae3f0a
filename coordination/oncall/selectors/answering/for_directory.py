"""What the directory says of on-call: who answers now at a structure, and for its commune."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import ContactMethod, Line, Sector
from coordination.oncall.selectors.answering.on_call import Answer, Team, answers
from coordination.oncall.selectors.plans.plan import Person, Plan, add_rotations, planned
from directory.models import Structure
from directory.registry import OnDuty
from portal.accounts.models import User

PHONES = (ContactMethod.Kind.MOBILE, ContactMethod.Kind.LANDLINE)
# Far enough to know when a turn of a few days ends.
AHEAD = timedelta(days=8)


def duties_about(user: User, structure: Structure) -> list[OnDuty]:
    """The structure's own lines first, then those that serve its commune; nobody, no row.

    A constant number of statements. Only numbers of the widest audience.
    """
    return [*_own(user, structure), *_around(user, structure)]


def structures_on_duty() -> set[int]:
    """The ids of the structures with somebody on call now on a line of their own."""
    now = timezone.now()
    sectors = Sector.objects.open().filter(
        line__structure__isnull=False, line__closed_on__isnull=True
    )
    owners = dict(sectors.values_list("pk", "line__structure"))
    plan = _plan(owners, now)
    return {owners[sector] for sector, _name, _until, _phone in _answering(plan, now)}


def _own(user: User, structure: Structure) -> list[OnDuty]:
    now = timezone.now()
    lines = Line.objects.visible_to(user).open().filter(structure=structure)
    sectors = Sector.objects.open().filter(line__in=lines).select_related("line")
    known = {sector.pk: sector for sector in sectors}
    rows = []
    for pk, who, until, phone in _answering(_plan(known, now), now):
        sector = known[pk]
        number = sector.phone or sector.line.phone or phone
        rows.append(
            OnDuty(str(sector.line), who, until, number, sector.line.get_absolute_url(), True)
        )
    return rows


def _around(user: User, structure: Structure) -> list[OnDuty]:
    if structure.commune is None:
        return []
    found = answers(user, commune=structure.commune.code, at=timezone.now())
    return [_row(one, one.now) for one in found if one.state == "on_call" and one.now]


def _row(answer: Answer, team: Team) -> OnDuty:
    people = [one.person for one in team.people]
    asked = urlencode({"commune": answer.commune.code, "ligne": answer.line.slug})
    return OnDuty(
        line=answer.line.name,
        who=", ".join(one.name for one in people),
        until=team.period[1],
        phone=answer.phone or next((phone for one in people if (phone := _phone(one))), ""),
        url=f"{reverse('oncall:who')}?{asked}",
        is_own=False,
    )


def _plan(sectors: Iterable[int], now: datetime) -> Plan:
    ids, window = list(sectors), (now, now + AHEAD)
    plan = planned(ids, window, contacts=True)
    if ids:
        add_rotations(plan, ids, window, contacts=True)
    return plan


def _answering(plan: Plan, now: datetime) -> list[tuple[int, str, datetime, str]]:
    """Sector, name, until when and public number of each person who answers at `now`."""
    return [
        (sector, person.name, one.period[1], _phone(person))
        for (sector, _role), fragments in plan.resolved((now, now + AHEAD)).items()
        for one in fragments
        if one.period[0] <= now < one.period[1]
        for person in [plan.people[one.person]]
    ]


def _phone(person: Person) -> str:
    public = ContactMethod.Audience.PROFESSIONALS
    rows = (one for one in person.contacts if one["audience"] == public and one["kind"] in PHONES)
    return next((str(one["value"]) for one in rows), "")
