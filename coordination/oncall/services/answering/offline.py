"""Somebody takes away the week of a line on their phone."""

from django.db import transaction

from coordination.oncall.models import ContactMethod, Line
from coordination.oncall.refusals import TooManyReveals
from coordination.oncall.selectors.answering.offline import Copy, copy_of
from coordination.oncall.services.answering.reveal import HOUR, MOST_AN_HOUR
from portal.accounts.models import User
from portal.audit.services import acts_lately, record, record_export


@transaction.atomic
def take_copy(line: Line, *, by: User, managed: bool) -> Copy:
    """The copy, once the journal says who took it and each reserved number it holds.

    Raises TooManyReveals, TooManyExports.
    """
    copy = copy_of(line, reader=by, managed=managed)
    reserved = copy.reserved
    if acts_lately(by, "contact.revealed", within=HOUR) + len(reserved) > MOST_AN_HOUR:
        raise TooManyReveals(most=MOST_AN_HOUR)
    record_export(by, "oncall.exported", line, kind="offline", reserved=len(reserved))
    for contact in ContactMethod.objects.filter(pk__in=reserved):
        record(by, "contact.revealed", contact, purpose="offline", line=line.slug)
    return copy
