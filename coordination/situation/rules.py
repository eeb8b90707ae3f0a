"""Who may look across the modules."""

from typing import Any

from coordination.crisis.rules import may_see_crises
from portal.accounts.models import Role, User


def may_pilot(user: User, subject: Any = None) -> bool:
    """ARS agents and administrators: figures and exports of their territories."""
    return user.has_any_role(Role.ARS, Role.ADMINISTRATOR)


def may_see_territory(user: User, subject: Any = None) -> bool:
    """The professionals of a territory and the members of a cell: not a volunteer as such."""
    return may_see_crises(user)


def may_prepare(user: User, subject: Any = None) -> bool:
    """Managers for their structures, CPTS members and the ARS for their territories."""
    return user.has_any_role(Role.ARS, Role.ADMINISTRATOR, Role.MANAGER, Role.CPTS_MEMBER)
