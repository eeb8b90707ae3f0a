"""What the structures of the story offer, how they are reached, to which networks they belong.

Written to the tables at once: a form would write one line at a time (directory.services.keeping).
"""

from datetime import date, timedelta

from django.utils import timezone

from coordination.upkeep.models import Follow
from coordination.upkeep.services.follows import Subject, follow
from coordination.upkeep.services.suggestions import suggest_correction
from directory.models import (
    Audience,
    ContactPoint,
    HoursException,
    Membership,
    Network,
    OpeningHours,
    ResponsePlan,
    Service,
    Structure,
)
from directory.services.fields import make_searchable
from portal.accounts.models import User
from portal.demo import accounts
from portal.demo.chapters import Stage
from portal.territories.models import Territory

SOURCE = "Structure"
WEEK, WORKING_DAYS = range(1, 8), range(1, 6)
HOUR = 60
NIGHT, DAY, WHOLE = (20 * HOUR, 32 * HOUR), (8 * HOUR, 20 * HOUR), (0, 24 * HOUR)
Function, Channel, Usage = ContactPoint.Function, ContactPoint.Channel, ContactPoint.Usage


def load_offers(stage: Stage) -> None:
    """Four structures have services, contacts of each audience, a plan; one GHT has members."""
    aube = Territory.objects.get(kind=Territory.Kind.DEPARTMENT, code="10")
    hospital = stage.hospitals[0]
    night = _service(stage.nursing[0], "nuit", aube, name="Infirmière de nuit mutualisée")
    _open(night, WEEK, NIGHT)
    sampling = _service(hospital, "prelevement", aube)
    _open(sampling, WORKING_DAYS, DAY)
    _open(sampling, WEEK, WHOLE, regime=OpeningHours.Regime.CRISIS)
    today = timezone.localdate()
    HoursException.objects.create(
        service=sampling, first_day=today + timedelta(days=9), last_day=today + timedelta(days=9),
        reason="désinfection des locaux",
    )  # fmt: skip
    _open(_service(stage.home_hospital, "had", aube), WEEK, WHOLE)
    for found in {one.structure for one in Service.objects.select_related("structure")}:
        make_searchable(found)
    _contacts(hospital, first=1)
    _contacts(stage.ehpad, first=11)
    ResponsePlan.objects.create(
        structure=hospital, kind=ResponsePlan.Kind.WHITE, updated_on=date(2019, 6, 12),
        exercised_on=date(2019, 11, 20),
    )  # fmt: skip
    ResponsePlan.objects.create(
        structure=stage.ehpad, kind=ResponsePlan.Kind.BLUE, updated_on=date(2018, 9, 3)
    )
    _network(stage)
    witness = User.objects.get(email=accounts.CPTS.email)
    suggest_correction(
        stage.home_hospital, field="street", proposed="12 rue des Filles-Dieu", by=witness,
        why="L’accueil a changé de porte", source="passage sur place",
    )  # fmt: skip
    follow(Subject(structure=hospital), cadence=Follow.Cadence.DAILY, by=witness)
    follow(Subject(territory=aube), cadence=Follow.Cadence.WEEKLY, by=witness)


def _service(structure: Structure, activity: str, zone: Territory, *, name: str = "") -> Service:
    found = Service.objects.create(
        structure=structure, activity_id=activity, name=name, source=SOURCE,
        as_of=timezone.localdate(),
    )  # fmt: skip
    found.zones.add(zone)
    return found


def _open(
    service: Service, days: range, span: tuple[int, int], *, regime: str = OpeningHours.Regime.USUAL
) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(service=service, regime=regime, weekday=day, opens=span[0], closes=span[1])
        for day in days
    )


def _contacts(structure: Structure, *, first: int) -> None:
    """One line for each audience, on the numbers that ARCEP keeps for fiction."""
    today = timezone.localdate()
    lines = [
        (Function.DUTY_LINE, Channel.MOBILE, f"+336399801{first:02}", Usage.ALWAYS,
         Audience.CRISIS),
        (Function.NURSING, Channel.PHONE, f"+333530199{first:02}", Usage.OFFICE,
         Audience.PROFESSIONALS),
        (Function.MANAGEMENT, Channel.MSS, f"direction.{first}@structure.mssante.example",
         Usage.OFFICE, Audience.PROFESSIONALS),
        (Function.MANAGEMENT, Channel.MOBILE, f"+336399802{first:02}", Usage.CRISIS,
         Audience.RESTRICTED),
    ]  # fmt: skip
    ContactPoint.objects.bulk_create(
        ContactPoint(
            structure=structure, function=function, channel=channel, value=value, usage=usage,
            audience=audience, source=SOURCE, as_of=today, tested_on=today - timedelta(days=12),
        )
        for function, channel, value, usage, audience in lines
    )  # fmt: skip


def _network(stage: Stage) -> None:
    ght = Network.objects.create(
        kind=Network.Kind.GHT, code="demo", name="Aube et Sézannais (fictif)", source=SOURCE
    )
    Part = Membership.Part
    Membership.objects.bulk_create(
        Membership(
            network=ght, structure=one, part=Part.SUPPORT if rank == 0 else Part.MEMBER,
            starts_on=date(2016, 7, 1), source=SOURCE,
        )
        for rank, one in enumerate(stage.hospitals)
    )  # fmt: skip
