"""The figures that a structure has not told while a crisis is under way around it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coordination.crisis.models import Campaign, CampaignTarget, Cell, Figure, Mode
from coordination.situation.selectors.acts import Act, address
from directory.models import Structure
from portal.accounts.models import Role, User
from portal.territories.models import Territory

# Older than this, what the structure said no longer says how it is.
FRESH = timedelta(hours=24)
NAMED = 3


def figures_to_tell(user: User) -> list[Act]:
    """One act per managed structure that a campaign awaits, or that is silent near a cell."""
    managed = Structure.objects.filter(pk__in=user.structures_of(Role.MANAGER))
    asked = CampaignTarget.objects.silent().filter(
        structure__in=managed, campaign__in=Campaign.objects.open(),
        campaign__cell__crisis__mode=Mode.ACTUAL,
    )  # fmt: skip
    rows = asked.select_related("structure", "campaign__cell__territory")
    awaited = list(rows.order_by("campaign__deadline", "pk")[:NAMED])
    acts = [
        Act(
            f"Donner les chiffres de {one.structure} avant "
            f"{one.campaign.hour_of(one.campaign.deadline)}",
            address("crisis:structure_figures", one.structure.uuid),
            "critical" if one.is_late else "watch",
        )
        for one in awaited
    ]
    return acts + _silent(managed.exclude(pk__in=[one.structure_id for one in awaited]))


def _silent(managed: QuerySet[Structure]) -> list[Act]:
    recent = Figure.objects.filter(
        structure=OuterRef("pk"), exercise=None, as_of__gt=timezone.now() - FRESH
    )
    watched = Cell.objects.active().filter(crisis__mode=Mode.ACTUAL).values("territory")
    within = managed.filter(commune__in=Territory.objects.within(watched).values("pk"))
    silent = within.filter(~Exists(recent)).order_by("name_key")[:NAMED]
    return [
        Act(
            f"Dire où en est {one}\u00a0: lits, absents, matériel",
            address("crisis:structure_figures", one.uuid),
            "watch",
        )
        for one in silent
    ]
