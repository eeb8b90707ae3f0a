"""A campaign of the demonstration, answered by two thirds, one of them late; planned beds."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import CapacityStep, Cell, Indicator
from coordination.crisis.selectors.figures.board import expected_of
from coordination.crisis.selectors.figures.values import structures_of
from coordination.crisis.services.campaign import NewCampaign, open_campaign, remind_campaigns
from coordination.crisis.services.campaign_answer import answer_campaign
from coordination.crisis.services.capacity import plan_step
from coordination.crisis.services.figures import declare_figures, phone_figures
from directory.models import Structure
from portal.accounts.models import User

ASKED, WINDOW = timedelta(hours=3, minutes=20), timedelta(hours=3)
TARGETS = 9
# Minutes after the demand, and what was said; who is not here stays silent.
ANSWERS = [(12, "1", "11"), (35, "1", "6"), (80, "2", "24"), (118, "1", "9"), (160, "1", "13")]
LATE = ("1", "8")
# Beds, hours to open, staff, ventilators.
STEPS = [(16, 6, 24, 16), (24, 24, 38, 24), (32, 72, 54, 32), (48, 120, 84, 48)]
# Hours ago, beds open, beds free.
BEDS = [(66, "24", "6"), (44, "24", "5"), (22, "24", "3")]


def ask_figures(cell: Cell, *, by: User) -> None:
    """The hour has passed for twenty minutes: a third of the structures are silent."""
    now = timezone.now()
    managed = list(expected_of(cell).order_by("name_key")[:TARGETS])
    others = structures_of(cell).filter(category="500").exclude(pk__in=[x.pk for x in managed])
    found = [*managed, *others.order_by("finess")[: TARGETS - len(managed)]]
    known = {one.slug: one for one in Indicator.objects.all()}
    with clock.standing_at(now - ASKED):
        campaign = open_campaign(cell, _asked(known, found), by=by)
    targets = list(campaign.targets.select_related("structure").order_by("pk"))
    for (minutes, tension, absent), target in zip(ANSWERS, targets, strict=False):
        said = {known["tension"]: Decimal(tension), known["staff_absent"]: Decimal(absent)}
        with clock.standing_at(now - ASKED + timedelta(minutes=minutes)):
            answer_campaign(target, said)
    with clock.standing_at(now - timedelta(hours=1, minutes=20)):
        remind_campaigns(clock.now())
    late = dict(zip((known["tension"], known["staff_absent"]), map(Decimal, LATE), strict=True))
    with clock.standing_at(now - timedelta(minutes=6)):
        phone_figures(cell, targets[len(ANSWERS)].structure, late, by=by)


def plan_beds(structure: Structure, *, by: User) -> None:
    """Four steps, and the readings that make the next one urgent."""
    for target, hours, staff, ventilators in STEPS:
        step = CapacityStep(
            structure=structure, target=target, lead_hours=hours, staff=staff,
            ventilators=ventilators, condition="locaux, équipes et matériel réunis",
            source="plan blanc de l’établissement (fictif)",
        )  # fmt: skip
        plan_step(step, by=by)
    opened, free = (Indicator.objects.get(slug=slug) for slug in ("icu_open", "icu_free"))
    for hours, beds, left in BEDS:
        with clock.standing_at(timezone.now() - timedelta(hours=hours)):
            declare_figures(structure, {opened: Decimal(beds), free: Decimal(left)}, by=by)


def _asked(known: dict[str, Indicator], structures: list[Structure]) -> NewCampaign:
    return NewCampaign(
        title="Situation de l’après-midi",
        indicators=[known["tension"], known["staff_absent"], known["masks_days"]],
        structures=structures,
        deadline=clock.now() + WINDOW,
        purpose="aider les structures en tension et préparer le point de 18 h",
        readers="les membres de la cellule départementale",
        retention="le temps de la crise, puis pour le retour d’expérience",
    )
