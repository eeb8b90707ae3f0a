"""A cell asks figures of structures before an hour, reminds the silent ones, closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from coordination.crisis import clock
from coordination.crisis.models import (
    Campaign,
    CampaignAnswer,
    CampaignTarget,
    Cell,
    EntryKind,
    Indicator,
)
from coordination.crisis.notices.campaign import FiguresAsked, FiguresAwaited
from coordination.crisis.refusals.campaign import (
    CampaignClosed,
    DeadlineOutOfReach,
    JustAsked,
    NobodyAsked,
    TooManyAsked,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.figures import StructureElsewhere
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.campaign import counted_readings, how_many_told
from coordination.crisis.selectors.figures.values import is_asked, structures_of
from coordination.crisis.services.writing import note
from coordination.notifications.services import cancel, notify
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number
from portal.lib.text import counted

MOST = 500
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=7)
# The silent ones are reminded when a third of the time is left: one hour before, out of three.
REMINDED_AT = 3
TWICE_WITHIN = timedelta(minutes=1)
BATCH = 20


@dataclass(frozen=True)
class NewCampaign:
    """What is asked, of whom, before when; what is said to whoever answers."""

    title: str
    indicators: Sequence[Indicator]
    structures: Sequence[Structure]
    deadline: datetime
    purpose: str
    readers: str
    retention: str


@transaction.atomic
def open_campaign(cell: Cell, new: NewCampaign, *, by: User) -> Campaign:
    """Each structure that declares one of the figures has its link; the messages leave after.

    Raises NotOnDuty, CellArchived, DeadlineOutOfReach, NobodyAsked, TooManyAsked,
    StructureElsewhere, PatientNumber, JustAsked.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    cell = (
        Cell.objects.select_for_update(of=("self",))
        .select_related("crisis", "territory")
        .get(pk=cell.pk)
    )
    if cell.archived_at is not None:
        raise CellArchived
    asked = _check(cell, new)
    _check_not_asked(cell, new, asked, by=by)
    now = clock.now()
    number = Campaign.objects.filter(cell=cell).aggregate(last=Max("number"))["last"] or 0
    campaign = Campaign.objects.create(
        cell=cell, number=number + 1, title=new.title, purpose=new.purpose, readers=new.readers,
        retention=new.retention, asked_at=now, asked_by=by, deadline=new.deadline,
        next_due_at=new.deadline - (new.deadline - now) / REMINDED_AT,
    )  # fmt: skip
    campaign.indicators.set(new.indicators)
    told = how_many_told(cell, asked)
    targets = CampaignTarget.objects.bulk_create(
        CampaignTarget(campaign=campaign, structure=one, told=told.get(one.pk, 0)) for one in asked
    )
    for target in targets:
        if target.told:
            notify(FiguresAsked, target)
    record(by, "campaign.opened", campaign, count=len(targets))
    people = counted(len(targets), "structure", "structures")
    words = f"{campaign} « {campaign.title} » : chiffres demandés à {people}"
    note(cell, f"{words}, avant {campaign.hour_of(campaign.deadline)}", by=by, kind=EntryKind.SENT)
    return campaign


@transaction.atomic
def remind_campaigns(now: datetime) -> int:
    """The silent structures of each campaign due are reminded, once; how many campaigns.

    Claimed with SKIP LOCKED: a worker that dies has sent nothing, another finds nothing to do.
    """
    due = Campaign.objects.open().filter(next_due_at__lte=now)
    claimed = due.select_for_update(skip_locked=True, of=("self",)).select_related("cell__crisis")
    campaigns = list(claimed.order_by("cell", "pk")[:BATCH])
    for campaign in campaigns:
        waiting = Campaign.objects.filter(pk=campaign.pk, next_due_at=campaign.next_due_at)
        waiting.update(next_due_at=None, reminded_at=now)
    counts = [(campaign, _remind(campaign)) for campaign in campaigns]
    for campaign, count in counts:
        if count:
            silent = counted(count, "structure silencieuse", "structures silencieuses")
            words = f"{campaign} : rappel envoyé à {silent}"
            note(campaign.cell, words, by=None, kind=EntryKind.SENT)
    return len(campaigns)


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User) -> None:
    """The answers are frozen, the links serve no more. Raises NotOnDuty, CellArchived,
    CampaignClosed."""
    if not may_write_log(by, campaign.cell):
        raise NotOnDuty
    if campaign.cell.archived_at is not None:
        raise CellArchived
    # An answer under way holds its target: it is waited for, and counts. The hour is read after,
    # or that answer would be later than the closing that waited for it.
    rows = CampaignTarget.objects.filter(campaign=campaign).order_by("pk")
    targets = {one.structure_id: one for one in rows.select_for_update(of=("self",))}
    now = clock.now()
    still = Campaign.objects.filter(pk=campaign.pk, closed_at__isnull=True)
    if still.update(closed_at=now, closed_by=by, next_due_at=None) != 1:
        campaign.refresh_from_db()
        raise CampaignClosed(at=campaign.hour_of(campaign.closed_at or now))
    CampaignAnswer.objects.bulk_create(
        CampaignAnswer(target=targets[one.structure_id], indicator_id=one.indicator_id, reading=one)
        for one in counted_readings(campaign, until=now)
    )
    silent = [one for one in targets.values() if one.is_silent]
    for target in silent:
        cancel(FiguresAsked, target)
        cancel(FiguresAwaited, target)
    record(by, "campaign.closed", campaign, silent=len(silent))
    campaign.refresh_from_db()
    said = f"{counted(len(targets) - len(silent), 'réponse', 'réponses')} sur {len(targets)}"
    note(campaign.cell, f"{campaign} clos : {said}, le reste est inconnu", by=by)


def _check(cell: Cell, new: NewCampaign) -> list[Structure]:
    """The structures that declare one of the figures asked, in the order given."""
    wait = new.deadline - clock.now()
    if not SHORTEST <= wait <= LONGEST:
        raise DeadlineOutOfReach(least=SHORTEST.seconds // 60)
    if holds_patient_number(" · ".join((new.title, new.purpose, new.readers, new.retention))):
        raise PatientNumber
    asked = [one for one in new.structures if any(is_asked(what, one) for what in new.indicators)]
    if not asked:
        raise NobodyAsked
    if len(asked) > MOST:
        raise TooManyAsked(count=len(asked), most=MOST)
    known = set(structures_of(cell).filter(pk__in=[one.pk for one in asked]).values_list("pk"))
    strangers = [one for one in asked if (one.pk,) not in known]
    if strangers:
        raise StructureElsewhere(structure=strangers[0])
    return asked


def _check_not_asked(cell: Cell, new: NewCampaign, asked: list[Structure], *, by: User) -> None:
    """The same person did not ask the same structures, under that title, a minute ago."""
    since = clock.now() - TWICE_WITHIN
    mine = Campaign.objects.open().filter(cell=cell, asked_by=by, title=new.title)
    last = mine.filter(asked_at__gt=since).order_by("-number").first()
    if last is None:
        return
    told = CampaignTarget.objects.filter(campaign=last).values_list("structure_id", flat=True)
    if set(told) == {one.pk for one in asked}:
        raise JustAsked


def _remind(campaign: Campaign) -> int:
    targets = CampaignTarget.objects.filter(campaign=campaign, told__gt=0).silent()
    silent = list(targets.select_related("campaign__cell__crisis", "structure").order_by("pk"))
    for target in silent:
        notify(FiguresAwaited, target)
    return len(silent)
