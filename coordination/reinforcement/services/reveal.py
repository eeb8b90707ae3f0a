"""Who saw whose contact details: shown once written down."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.refusals import TooManyReveals
from portal.accounts.models import User
from portal.audit.services import acts_lately, record

# A night of calls in a crisis stays far below; emptying a register does not.
MOST_AN_HOUR = 60
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Contact:
    """How to reach a volunteer."""

    name: str
    phone: str
    email: str


@transaction.atomic
def reveal_contact(volunteer: Volunteer, *, by: User) -> Contact:
    """The contact details, once the journal says who opened them; the volunteer reads it.

    Raises TooManyReveals.
    """
    check_pace(by)
    record(by, "contact.revealed", volunteer, purpose="moderation")
    user = volunteer.user
    return Contact(name=user.get_full_name(), phone=volunteer.phone, email=user.email)


def check_pace(by: User) -> None:
    """Raises TooManyReveals when `by` opens contact details faster than anybody calls."""
    if acts_lately(by, "contact.revealed", within=HOUR) >= MOST_AN_HOUR:
        raise TooManyReveals(most=MOST_AN_HOUR)
