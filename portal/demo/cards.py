"""Cards half ticked, a roster with a hole tonight, and what the Aube has not prepared."""

from datetime import timedelta

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Band, Cell, CrisisPlan, Role
from coordination.crisis.selectors.card import card_page
from coordination.crisis.selectors.owners import Owner, owners
from coordination.crisis.services.card import tick_item
from coordination.crisis.services.designation import designate
from coordination.crisis.services.duty import check_in, open_role_line
from coordination.crisis.services.preparation import (
    Dates,
    add_contact,
    keep_plan,
    try_contact,
)
from coordination.oncall.models import Person, Shift, Slot
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from portal.accounts.models import User
from portal.demo import accounts
from portal.territories.models import Territory

DAY = timedelta(days=1)
# Who ticks which role, and how many lines of each band.
TICKED = [("situation", (3, 2, 0)), ("capacity", (3, 1, 0)), ("logistics", (2, 0, 0))]
# How many days ago each contact last answered; none: it was never tried.
CONTACTS = [
    ("Cadre d’astreinte de l’ARS", "+33353018011", 12),
    ("Administrateur de garde du centre hospitalier", "+33353018012", 130),
    ("Correspondant de crise de la préfecture", "+33353018013", 210),
    ("Permanence de la CPAM", "+33353018014", None),
]


def tell_preparation(cell: Cell, aube: Territory, *, by: User) -> None:
    """The director ticks at once, others by and by; tonight nobody holds the logistics."""
    held = {one.role.slug: one.user for one in cell.members.exclude(role=None) if one.role}
    for slug, counts in TICKED:
        if slug in held:
            _tick(cell, slug, counts, by=held[slug])
    if "logistics" in held:
        _roster(cell, aube, held, by=by)
    for slug, mode, site in (("situation", "on_site", cell.place), ("capacity", "remote", "")):
        if slug in held:
            check_in(cell, mode=mode, site=site, by=held[slug])
    _prepare(aube, by=by)


def _tick(cell: Cell, slug: str, counts: tuple[int, ...], *, by: User) -> None:
    role = _role(slug)
    page = card_page(cell, role)
    for one in page.bands if page else []:
        for line in one.lines[: counts[list(Band).index(one.band)]]:
            tick_item(cell, role, line.item, done=True, by=by)


def _roster(cell: Cell, aube: Territory, held: dict[str, User], *, by: User) -> None:
    """The holder by day, an alternate of another service by night, except tonight."""
    role, today = _role("logistics"), timezone.localdate()
    holder = Person.objects.get(user=held["logistics"])
    alternate = Person.objects.get(user=held["workforce"])
    designate(role, alternate, owner=aube, rank=1, since=today - 90 * DAY,
              until=today + 12 * DAY, site="Reims", by=by)  # fmt: skip
    line = open_role_line(cell, role, by=by).line
    roster = draft_roster(line, first=today, last=today + 6 * DAY, name="Semaine", by=by)
    slots = Slot.objects.filter(roster=roster).exclude(local_day=today, slot_class="night")
    place_all(
        roster,
        [
            Placement(slot, line.roles.get(), alternate if slot.slot_class == "night" else holder)
            for slot in slots
        ],
        origin=Shift.Origin.MANUAL,
        by=by,
    )
    publish_roster(roster, by=by)


def _prepare(aube: Territory, *, by: User) -> None:
    """A plan late, a contact lost, another never tried; an EHPAD whose plan is out of date."""
    own, today = Owner(aube), timezone.localdate()
    dates = Dates(today - 420 * DAY, today - 55 * DAY, reference="Intranet, rubrique ORSAN")
    keep_plan(own, CrisisPlan.Kind.ORSAN, dates, by=by)
    for label, phone, days in CONTACTS:
        contact = add_contact(own, label=label, phone=phone, by=by)
        if days is not None:
            with clock.standing_at(timezone.now() - days * DAY):
                try_contact(contact, answered=True, by=by)
    for house in _houses():
        kept = Dates(today - 700 * DAY, today - 20 * DAY, sent_ars_on=today - 690 * DAY)
        keep_plan(house, CrisisPlan.Kind.PLAN_BLEU, kept, by=by)


def _houses() -> list[Owner]:
    """The EHPAD of the demonstration's account, whose manager sees the fault too."""
    manager = User.objects.filter(email=accounts.EHPAD.email).first()
    return [one for one in owners(manager) if one.structure][:1] if manager else []


def _role(slug: str) -> Role:
    return Role.objects.get(kind="craps", slug=slug, territory=None, structure=None)
