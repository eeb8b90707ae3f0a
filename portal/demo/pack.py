"""What the people of the cells find on their phone: numbers to call, and the offline copies."""

from django.utils import timezone

from coordination.crisis.models import Designation
from coordination.crisis.services.pack import build_packs
from coordination.oncall.models import ContactMethod
from coordination.oncall.services.lines.line import add_contact
from portal.accounts.models import User

# One in seven keeps their number for the agency and the coordination.
RESERVED = 7


def share_numbers(*, by: User) -> None:
    """Whoever is named for a role has a number; it was checked, and most share it."""
    silent = Designation.objects.filter(person__contacts=None).select_related("person")
    for rank, one in enumerate(silent.order_by("pk")):
        reserved = rank % RESERVED == RESERVED - 1
        contact = add_contact(
            one.person,
            kind=ContactMethod.Kind.MOBILE,
            value=f"+3363998{9500 + rank}",
            by=by,
            audience=ContactMethod.Audience.CALLERS
            if reserved
            else ContactMethod.Audience.PROFESSIONALS,
        )
        contact.state, contact.verified_at = ContactMethod.State.VERIFIED, timezone.now()
        contact.save()


def prepare_copies() -> None:
    """Every active cell has its copy, ready to be taken."""
    build_packs()
