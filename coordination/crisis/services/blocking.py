"""What was refused because it held a patient's number is counted, without its content."""

from django.db.models import Model

from portal.accounts.models import User
from portal.audit.services import record


def count_block(*, by: User, place: str, about: Model | None = None) -> None:
    """The journal counts one text or file that was not taken, and where; never what it held.

    Called outside the transaction of the act, which leaves nothing (rule 21). Whoever answers by
    a personal link has no account: `about` is then what they were answering.
    """
    record(by, "patient_number.blocked", about or by, place=place)
