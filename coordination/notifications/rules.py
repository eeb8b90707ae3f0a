"""Who may do what with messages."""

from coordination.notifications.models import Notification
from portal.accounts.models import User


def may_read_outbox(user: User, subject: object = None) -> bool:
    """The technical team and the administration see every message that leaves the portal."""
    return bool(user.is_staff or user.has_any_role("administrator"))


def may_repair(user: User, message: Notification) -> bool:
    """Whoever may read the outbox may send a message again or withdraw it."""
    return may_read_outbox(user, message)


def may_read(user: User, message: Notification) -> bool:
    """A message of the portal is opened by the person it was written to."""
    return message.user_id == user.pk
