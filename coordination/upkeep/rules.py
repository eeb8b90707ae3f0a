"""Who may do what to keep the directory."""

from coordination.upkeep.models import Succession
from directory.models import Structure
from portal.accounts.models import User


def may_hand_over(user: User, structure: Structure) -> bool:
    """Whoever manages the structure."""
    return user.manages(structure)


def may_answer_handover(user: User, handover: Succession) -> bool:
    """The person to whom the structure is proposed."""
    return handover.taker_id == user.pk


def may_withdraw_handover(user: User, handover: Succession) -> bool:
    """The person who proposed it."""
    return handover.giver_id == user.pk
