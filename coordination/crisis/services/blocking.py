"""What was refused because it held a patient's number is counted, without its content."""

from portal.accounts.models import User
from portal.audit.services import record


def count_block(*, by: User, place: str) -> None:
    """The journal counts one text or file that was not taken, and where; never what it held.

    Called outside the transaction of the act, which leaves nothing (rule 21).
    """
    record(by, "patient_number.blocked", by, place=place)
