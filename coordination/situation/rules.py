"""Who may look across the modules."""

from typing import Any

from portal.accounts.models import Role, User


def may_pilot(user: User, subject: Any = None) -> bool:
    """ARS agents and administrators: figures and exports of their territories."""
    return user.has_any_role(Role.ARS, Role.ADMINISTRATOR)
