"""Who saw whose contact details: shown once written down."""

from dataclasses import dataclass

from django.db import transaction

from coordination.reinforcement.models import Volunteer
from portal.accounts.models import User
from portal.audit.services import record


@dataclass(frozen=True)
class Contact:
    """How to reach a volunteer."""

    name: str
    phone: str
    email: str


@transaction.atomic
def reveal_contact(volunteer: Volunteer, *, by: User) -> Contact:
    """The contact details, once the journal says who opened them; the volunteer reads it."""
    record(by, "contact.revealed", volunteer, purpose="moderation")
    user = volunteer.user
    return Contact(name=user.get_full_name(), phone=volunteer.phone, email=user.email)
