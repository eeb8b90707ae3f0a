"""Who may do what in the directory."""

from typing import Any

from directory.models import Signal, Structure
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


def may_decide_held(user: User, subject: Any = None) -> bool:
    """The administration of the portal: a file is national."""
    return may_undo_run(user)


def may_keep_keys(user: User, subject: Any = None) -> bool:
    """The ARS and the administration of the portal give and revoke the keys of other systems."""
    return user.is_authenticated and user.has_any_role(*KEEPERS)


def may_see_quality(user: User, subject: Any = None) -> bool:
    """Whoever manages a structure, the ARS and the administration: they settle signals."""
    roles = (Role.ARS, Role.ADMINISTRATOR, Role.MANAGER)
    return user.is_authenticated and user.has_any_role(*roles)


def may_settle(user: User, signal: Signal) -> bool:
    """Whoever keeps the structure of the signal."""
    return may_keep(user, signal.structure)


def may_merge(user: User, structure: Structure) -> bool:
    """The ARS and the administration of its territory; for both structures."""
    if not user.is_authenticated:
        return False
    return user.has_role((Role.ARS, Role.ADMINISTRATOR), structure.commune_id)
