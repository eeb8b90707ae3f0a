"""Who may do what in the registry of reinforcements: one boolean function per act."""

from coordination.reinforcement.models import Assignment, Need
from directory.models import Structure
from portal.accounts.models import Grant, Role, User

OVERSEERS = (Role.ARS, Role.ADMINISTRATOR)


# --- Need -----------------------------------------------------------------------------------
def may_post_need(user: User) -> bool:
    """Managers, even before their approval (nothing leaves until then), and ARS agents."""
    asked = Grant.objects.filter(user=user.pk, role=Role.MANAGER)
    living = asked.filter(state__in=[Grant.State.PENDING, Grant.State.APPROVED])
    return living.exists() or user.has_any_role(*OVERSEERS)


def may_post_need_for(user: User, structure: Structure) -> bool:
    """The structure's manager, even before approval, or an ARS agent of its territory."""
    return _asked_to_manage(user, structure) or may_oversee_structure(user, structure)


def may_oversee_structure(user: User, structure: Structure) -> bool:
    """An ARS agent of a territory that holds the structure."""
    return user.has_role(OVERSEERS, structure.commune_id)


def may_edit_need(user: User, need: Need) -> bool:
    """Whoever may post a need for its structure."""
    return may_post_need_for(user, need.structure)


def may_run_need(user: User, need: Need) -> bool:
    """Its approved manager or an ARS agent: who fits, waves, suspension, cancellation."""
    return user.manages(need.structure) or may_oversee_need(user, need)


def may_oversee_need(user: User, need: Need) -> bool:
    """An ARS agent of its territory: validation, priority, return, budget override."""
    return may_oversee_structure(user, need.structure)


# --- Assignment -----------------------------------------------------------------------------
def may_decide(user: User, assignment: Assignment) -> bool:
    """The approved manager of the structure, or an ARS agent of its territory: selection,
    presence, hours, an answer heard on the phone."""
    return may_run_need(user, assignment.need)


def may_answer(user: User, assignment: Assignment) -> bool:
    """The volunteer themselves."""
    return assignment.volunteer.user_id == user.pk


def may_read_attestation(user: User, assignment: Assignment) -> bool:
    """The volunteer, and whoever decides for the structure."""
    return may_answer(user, assignment) or may_decide(user, assignment)


def _asked_to_manage(user: User, structure: Structure) -> bool:
    asked = Grant.objects.filter(user=user.pk, role=Role.MANAGER, structure=structure)
    return asked.pending().exists() or asked.in_force().exists()
