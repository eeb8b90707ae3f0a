"""A structure answers a campaign by its personal link, once."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import CampaignTarget, Indicator, Reading
from coordination.crisis.refusals.campaign import CampaignClosed, LinkAnswered, LinkExpired
from coordination.crisis.services.figures import add_readings, credit
from directory.models import Structure

# Late is better than silent: a link still answers for a day after the hour.
LATE = timedelta(hours=24)
State = CampaignTarget.State


def check_link(target: CampaignTarget) -> None:
    """The link still answers. Raises LinkAnswered, CampaignClosed, LinkExpired."""
    campaign = target.campaign
    if target.answered_at is not None:
        raise LinkAnswered(at=campaign.hour_of(target.answered_at))
    if campaign.closed_at is not None:
        raise CampaignClosed(at=campaign.hour_of(campaign.closed_at))
    now = clock.now()
    until = min(campaign.deadline + LATE, campaign.cell.archived_at or now)
    if now > until:
        raise LinkExpired(at=campaign.hour_of(until))


@transaction.atomic
def open_link(target: CampaignTarget) -> bool:
    """Somebody has the page before their eyes; False when it was known, or answers no more."""
    still = CampaignTarget.objects.filter(
        pk=target.pk, state=State.ASKED, campaign__closed_at__isnull=True
    )
    return still.update(state=State.OPENED, opened_at=clock.now()) == 1


@transaction.atomic
def answer_campaign(target: CampaignTarget, values: Mapping[Indicator, Decimal]) -> list[Reading]:
    """The structure has answered, by whoever holds its link; the cell has its line.

    Raises LinkAnswered, CampaignClosed, LinkExpired, NothingDeclared, ReadingOutOfRange,
    ReadingJumps (rule 14).
    """
    # Two answers at once: the structure is locked first, as every declaration does.
    structure = Structure.objects.select_for_update(no_key=True).get(pk=target.structure_id)
    related = ("campaign__cell__crisis", "campaign__cell__territory")
    rows = CampaignTarget.objects.select_for_update(of=("self",)).select_related(*related)
    target = rows.get(pk=target.pk)
    check_link(target)
    readings = add_readings(
        structure, values, by=None, source=Reading.Source.LINK, cell=target.cell
    )
    credit(structure, readings, by=None)
    return readings
