"""Who may do what to keep the directory."""

from coordination.upkeep.models import Succession, Suggestion
from directory.models import Structure
from directory.rules import may_keep
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


def may_confirm(user: User, structure: Structure) -> bool:
    """Whoever may keep the page of the structure."""
    return may_keep(user, structure)


def may_answer(user: User, suggestion: Suggestion) -> bool:
    """Whoever may keep the page of the structure, the author included."""
    return may_keep(user, suggestion.structure)
