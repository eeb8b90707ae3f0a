"""A campaign as its page shows it: whom to call first, what was said, what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from coordination.crisis.models import Campaign, CampaignAnswer, CampaignTarget, Cell, Reading
from coordination.crisis.models.campaign import CampaignQuerySet, TargetQuerySet
from coordination.crisis.models.indicator import Indicator
from coordination.crisis.selectors.exercise import recipients
from coordination.crisis.selectors.figures.values import (
    Value,
    is_asked,
    summed,
    values_of,
    words_of,
)
from directory.models import Structure
from portal.accounts.models import Grant, Role, User
from portal.lib.links import key_of, token_for

BY_SILENCE = ("place", "name", "pk")


@dataclass(frozen=True)
class Progress:
    """How far a campaign is. Nobody silent is counted as zero."""

    total: int
    answered: int
    opened: int
    unreached: int

    @property
    def silent(self) -> int:
        return self.total - self.answered


@dataclass(frozen=True)
class Outcome:
    """One indicator of a campaign: what the answers come to, how many are missing."""

    indicator: Indicator
    value: Decimal | None
    words: str
    level: str
    known: int
    expected: int
    as_of: datetime | None


@dataclass(frozen=True)
class Line:
    """A structure of a campaign, and its answers in words."""

    target: CampaignTarget
    said: list[str]

    @property
    def badge(self) -> tuple[str, str]:
        """Silence is grey, and red once the hour has passed; never zero."""
        target = self.target
        if not target.is_silent:
            label = "Téléphone" if target.state == CampaignTarget.State.PHONED else "A répondu"
            return "good", f"{label}, en retard" if target.is_late else label
        if target.is_late:
            return "critical", "En retard"
        if target.state == CampaignTarget.State.OPENED:
            return "progress", "Lien ouvert"
        return ("unknown", "Silencieuse") if target.told else ("watch", "Sans adresse")


def campaigns_of(cell: Cell) -> CampaignQuerySet:
    """The campaigns of `cell`, with how many were asked and how many answered."""
    answered = ~Q(targets__state__in=CampaignTarget.SILENT)
    rows = Campaign.objects.filter(cell=cell).select_related("asked_by", "cell__territory")
    return rows.annotate(
        asked=Count("targets"), answered=Count("targets", filter=answered)
    )  # fmt: skip


def campaigns_seen(user: User) -> QuerySet[Campaign]:
    """Those that `user` may open one by one."""
    related = ("cell__crisis", "cell__structure", "cell__territory", "asked_by", "closed_by")
    return Campaign.objects.visible_to(user).select_related(*related)


def target_by_token(token: str) -> CampaignTarget | None:
    """Whose link it is; None when it is truncated, altered or foreign."""
    key = key_of(token)
    if key is None:
        return None
    related = (
        "campaign__cell__crisis", "campaign__cell__territory", "structure__category",
        "structure__commune",
    )  # fmt: skip
    return CampaignTarget.objects.select_related(*related).filter(link_key=key).first()


def link_of(target: CampaignTarget) -> str:
    """The path of the personal page of `target`."""
    return f"/crises/repondre/{token_for(target.link_key)}/"


def targets_of(campaign: Campaign) -> TargetQuerySet:
    """Whom the campaign asks, the silent ones first; order by `BY_SILENCE`."""
    rows = CampaignTarget.objects.filter(campaign=campaign).by_silence()
    return rows.select_related("structure__commune", "structure__category", "answered_by")


def values_asked(campaign: Campaign, target: CampaignTarget) -> list[Value]:
    """The figures asked that concern this structure, each with its last value."""
    asked = set(campaign.indicators.values_list("pk", flat=True))
    played = campaign.cell if campaign.cell.crisis.is_exercise else None
    return [one for one in values_of(target.structure, played) if one.indicator.pk in asked]


def lines_of(campaign: Campaign, targets: Sequence[CampaignTarget]) -> list[Line]:
    """`targets` with what each said."""
    wanted = [one.structure_id for one in targets if not one.is_silent]
    said: dict[int, list[str]] = {}
    for one in counted_readings(campaign, structures=wanted):
        words = f"{one.indicator.short}\u00a0: {words_of(one.indicator, one.value)}"
        said.setdefault(one.structure_id, []).append(words)
    for target in targets:
        target.campaign = campaign
    return [Line(one, said.get(one.structure_id, [])) for one in targets]


def progress_of(campaign: Campaign) -> Progress:
    """How many were asked, have answered, have opened their link, have no address."""
    silent = Q(state__in=CampaignTarget.SILENT)
    counts = CampaignTarget.objects.filter(campaign=campaign).aggregate(
        total=Count("pk"),
        answered=Count("pk", filter=~silent),
        opened=Count("pk", filter=Q(state=CampaignTarget.State.OPENED)),
        unreached=Count("pk", filter=silent & Q(told=0)),
    )
    return Progress(**counts)


def counted_readings(
    campaign: Campaign, *, structures: Sequence[int] | None = None, until: datetime | None = None
) -> list[Reading]:
    """What counts: the last reading of each figure asked, said since; frozen once closed."""
    if campaign.closed_at is not None:
        answers = CampaignAnswer.objects.filter(target__campaign=campaign)
        rows = Reading.objects.filter(pk__in=answers.values("reading"))
    else:
        crisis = campaign.cell.crisis
        asked = CampaignTarget.objects.filter(campaign=campaign)
        rows = Reading.objects.filter(
            structure__in=asked.values("structure"),
            indicator__in=campaign.indicators.values("pk"),
            exercise=crisis if crisis.is_exercise else None,
            recorded_at__gte=campaign.asked_at,
        )
        rows = rows.filter(recorded_at__lte=until) if until else rows
    if structures is not None:
        rows = rows.filter(structure__in=structures)
    last = rows.order_by("structure_id", "indicator__rank", "indicator_id", "-as_of", "-pk")
    distinct = last.distinct("structure_id", "indicator__rank", "indicator_id")
    return list(distinct.select_related("indicator"))


def outcome_of(campaign: Campaign) -> list[Outcome]:
    """Each figure asked: what the answers come to. What is missing is said, never a zero."""
    values: dict[int, list[Reading]] = {}
    for one in counted_readings(campaign):
        values.setdefault(one.indicator_id, []).append(one)
    rows = CampaignTarget.objects.filter(campaign=campaign).select_related("structure")
    structures = [one.structure for one in rows]
    found = []
    for indicator in campaign.indicators.order_by("rank", "pk"):
        said = values.get(indicator.pk, [])
        expected = sum(is_asked(indicator, one) for one in structures)
        total = summed(indicator, [one.value for one in said], expected=expected)
        oldest = min((one.as_of for one in said), default=None)
        found.append(Outcome(indicator, *total, len(said), expected, oldest))
    return found


def how_many_told(cell: Cell, structures: Sequence[Structure]) -> dict[int, int]:
    """To how many people and mailboxes of each structure a link leaves; in an exercise, its own."""
    held = Grant.objects.in_force().filter(
        role=Role.MANAGER, structure__in=[one.pk for one in structures], user__is_active=True
    )
    if cell.crisis.is_exercise:
        held = held.filter(user__in=recipients(cell.crisis))
    rows = held.order_by().values_list("structure").annotate(count=Count("user", distinct=True))
    told = dict(rows)
    if not cell.crisis.is_exercise:
        for one in structures:
            told[one.pk] = told.get(one.pk, 0) + bool(one.email)
    return told
