"""Who read whose number, beyond what every professional of the territory may read."""

from datetime import timedelta

from django.db import transaction

from coordination.oncall.models import ContactMethod, reads_contact
from coordination.oncall.refusals import NotInAudience, TooManyReveals
from coordination.oncall.selectors.answering.on_call import Answer
from portal.accounts.models import User
from portal.audit.services import acts_lately, record

# A night of regulation stays far below; emptying a list of doctors does not.
MOST_AN_HOUR = 60
HOUR = timedelta(hours=1)


@transaction.atomic
def reveal_contact(contact: ContactMethod, *, answer: Answer, by: User) -> str:
    """The number of somebody who is in the answer, once the journal says who opened it.

    Raises NotInAudience, TooManyReveals.
    """
    if not reads_contact(by, contact.audience, managed=answer.managed):
        raise NotInAudience(audience=contact.get_audience_display())
    if acts_lately(by, "contact.revealed", within=HOUR) >= MOST_AN_HOUR:
        raise TooManyReveals(most=MOST_AN_HOUR)
    record(by, "contact.revealed", contact, purpose="oncall", line=answer.line.slug)
    return contact.value
