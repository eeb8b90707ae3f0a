"""Reads for the screens."""

from coordination.notifications.models import Notification
from portal.accounts.models import User


def unread_count(user: User) -> int:
    """How many messages of the portal this person has not opened."""
    return Notification.objects.filter(user=user).unread().count()
