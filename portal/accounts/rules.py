"""Who may do what to grants: one rule per act, in words, then in code."""

from typing import Any

from portal.accounts.models import OF_A_STRUCTURE, Grant, Role, User

# Roles that open a whole territory: only an administrator gives them.
WIDE_ROLES = (Role.ARS, Role.ADMINISTRATOR)
DECIDERS = (Role.ARS, Role.ADMINISTRATOR)


def may_review_grants(user: User, subject: Any = None) -> bool:
    """ARS agents and administrators for their territories, managers for their structures."""
    return user.has_any_role(*DECIDERS, Role.MANAGER)


def may_decide_grant(user: User, grant: Grant) -> bool:
    """The ARS of the place, or its administrators; wide roles need an administrator.

    Whoever manages a structure answers for who else does. Nobody decides for themselves.
    """
    if grant.user_id == user.pk:
        return False
    if grant.role in OF_A_STRUCTURE and grant.structure and user.manages(grant.structure):
        return True
    deciders = (Role.ADMINISTRATOR,) if grant.role in WIDE_ROLES else DECIDERS
    return user.has_role(deciders, place_of(grant))


def may_withdraw_grant(user: User, grant: Grant) -> bool:
    """One's own, at any time, besides whoever may decide it."""
    return grant.user_id == user.pk or may_decide_grant(user, grant)


def place_of(grant: Grant) -> int:
    """The id of the territory a grant is about: its own, or the commune of its structure."""
    if grant.structure is not None:
        return grant.structure.commune_id
    assert grant.territory_id is not None  # noqa: S101 - grant_on_one_thing says so
    return grant.territory_id
