"""Who may do what in the registry of reinforcements: one boolean function per act."""

from dataclasses import dataclass

from coordination.reinforcement.models import Assignment, Need, Volunteer, Wave
from directory.models import Structure
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment

OVERSEERS = (Role.ARS, Role.ADMINISTRATOR)
RUNNERS = (Role.MANAGER, *OVERSEERS)
AWAITING = "awaiting"


@dataclass(frozen=True)
class Powers:
    """What the reader may do to the need."""

    edit: bool
    run: bool
    oversee: bool


# --- Need -----------------------------------------------------------------------------------
def may_post_need(user: User) -> bool:
    """Managers, even before their approval (nothing leaves until then), and ARS agents."""
    asked = Grant.objects.filter(user=user.pk, role=Role.MANAGER)
    return asked.pending().exists() or user.has_any_role(*RUNNERS)


def may_read_needs(user: User) -> bool:
    """Duty coordinators and CPTS members, who follow the needs of their territory."""
    return user.has_any_role(Role.COORDINATOR, Role.CPTS_MEMBER)


def may_post_need_for(user: User, structure: Structure) -> bool:
    """The structure's manager, even before approval, or an ARS agent of its territory."""
    return bool(standing(user, structure))


def may_oversee_structure(user: User, structure: Structure) -> bool:
    """An ARS agent of a territory that holds the structure."""
    return not standing(user, structure).isdisjoint(OVERSEERS)


def may_edit_need(user: User, need: Need) -> bool:
    """Its approved manager or an ARS agent; before approval, one's own need not yet sent.

    Anybody may ask to manage any structure: asking gives no hold on what others wrote there.
    """
    return _may_edit(standing(user, need.structure), user, need)


def may_run_need(user: User, need: Need) -> bool:
    """Its approved manager or an ARS agent: who fits, waves, suspension, cancellation."""
    return not standing(user, need.structure).isdisjoint(RUNNERS)


def may_oversee_need(user: User, need: Need) -> bool:
    """An ARS agent of its territory: validation, priority, return, budget override."""
    return may_oversee_structure(user, need.structure)


def may_approve_wave(user: User, wave: Wave) -> bool:
    """An ARS agent of the need's territory; never who prepared the wave (a refusal says it)."""
    return may_oversee_need(user, wave.need)


def powers(user: User, need: Need) -> Powers:
    """What the rules let `user` do; no statement for a need read `for_page_of` that user."""
    held = standing(user, need.structure, overseen=getattr(need, "overseen", None))
    return Powers(
        edit=_may_edit(held, user, need),
        run=not held.isdisjoint(RUNNERS),
        oversee=not held.isdisjoint(OVERSEERS),
    )


def standing(user: User, structure: Structure, *, overseen: bool | None = None) -> frozenset[str]:
    """What `user` is to the structure: manager, ars, administrator, or awaiting approval.

    `overseen` says whether a page already knows that one of the reader's territories holds it.
    """
    held = user.grants_in_force
    here = [grant for grant in held if grant.structure_id == structure.pk]
    roles = {grant.role for grant in here if grant.role == Role.MANAGER}
    above = {grant.territory_id: grant.role for grant in held if grant.role in OVERSEERS}
    if above and overseen is not False:
        around = Containment.objects.filter(descendant=structure.commune_id, ancestor__in=above)
        found = list(above) if overseen else around.values_list("ancestor", flat=True)
        roles |= {above[territory] for territory in found}
    if not roles:
        asked = Grant.objects.filter(user=user.pk, role=Role.MANAGER, structure=structure)
        roles = {AWAITING} if asked.pending().exists() else set()
    return frozenset(roles)


def _may_edit(held: frozenset[str], user: User, need: Need) -> bool:
    own_unsent = need.created_by_id == user.pk and need.submitted_at is None
    return not held.isdisjoint(RUNNERS) or (AWAITING in held and own_unsent)


# --- Assignment -----------------------------------------------------------------------------
def may_decide(user: User, assignment: Assignment) -> bool:
    """The approved manager of the structure, or an ARS agent of its territory: selection,
    presence, hours, an answer heard on the phone."""
    return may_run_need(user, assignment.need)


def may_type_answer(user: User, assignment: Assignment) -> bool:
    """An answer heard on the phone: an ARS agent; the structure for who has said yes already.

    A structure reads how to reach somebody only after their yes: it must not write that yes.
    """
    said_yes = assignment.state in (
        Assignment.State.ACCEPTED,
        Assignment.State.STANDBY,
        Assignment.State.OFFERED,
    )
    if said_yes:
        return may_decide(user, assignment)
    return may_oversee_need(user, assignment.need)


def may_answer(user: User, assignment: Assignment) -> bool:
    """The volunteer themselves."""
    return assignment.volunteer.user_id == user.pk


def may_read_attestation(user: User, assignment: Assignment) -> bool:
    """The volunteer, and whoever decides for the structure."""
    return may_answer(user, assignment) or may_decide(user, assignment)


# --- Volunteer ------------------------------------------------------------------------------
def may_moderate_volunteer(user: User, volunteer: Volunteer) -> bool:
    """An ARS agent of a territory that holds the volunteer's commune; never oneself."""
    if volunteer.commune_id is None or volunteer.user_id == user.pk:
        return False
    return user.has_role(OVERSEERS, volunteer.commune_id)


def may_list_volunteers(user: User) -> bool:
    """ARS agents; what they find is bounded by their territories."""
    return user.has_any_role(*OVERSEERS)
