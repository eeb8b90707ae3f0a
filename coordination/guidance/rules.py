"""Who may do what around a recommendation: one boolean function per act."""

from typing import Any

from coordination.guidance.models import Recommendation, Version
from coordination.guidance.models.recommendation import WRITERS
from portal.accounts.models import User
from portal.territories.models import Territory


def may_write(user: User, subject: Any = None) -> bool:
    """The ARS and the administration, somewhere; the territory is checked with what is written."""
    return user.has_any_role(*WRITERS)


def may_write_on(user: User, territory: Territory | int) -> bool:
    """The ARS and the administration of that territory."""
    return user.has_role(WRITERS, territory)


def may_change(user: User, subject: Version | Recommendation) -> bool:
    """The ARS and the administration of its territory write, submit, publish, repeal."""
    known = subject if isinstance(subject, Recommendation) else subject.recommendation
    return may_write_on(user, known.territory_id)


def may_acknowledge(user: User, subject: Any) -> bool:
    """Whoever sees it may say that they have read it."""
    return True


def may_follow(user: User, version: Version) -> bool:
    """Whoever validates there counts by structure; a manager reads the names of their own."""
    own = version.addressees.filter(structure__in=user.structures_of("manager"))
    return may_change(user, version) or own.exists()
