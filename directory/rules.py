"""Who may do what in the directory."""

from typing import Any

from directory.models import Structure
from directory.models.access import KEEPERS
from directory.models.provenance import may_read_runs
from portal.accounts.models import Role, User


def may_keep(user: User, structure: Structure) -> bool:
    """Whoever manages the structure, the ARS and the administration of its territory."""
    if not user.is_authenticated:
        return False
    overseers = (Role.ARS, Role.ADMINISTRATOR)
    return user.manages(structure) or user.has_role(overseers, structure.commune_id)


def may_see_runs(user: User, subject: Any = None) -> bool:
    """The ARS and the administration of the portal."""
    return may_read_runs(user)


def may_undo_run(user: User, subject: Any = None) -> bool:
    """The administration of the portal: a run is national."""
    return user.is_authenticated and user.has_any_role(Role.ADMINISTRATOR)


def may_keep_keys(user: User, subject: Any = None) -> bool:
    """The ARS and the administration of the portal give and revoke the keys of other systems."""
    return user.is_authenticated and user.has_any_role(*KEEPERS)
