"""A need leaves its author: to the ARS, or straight to the volunteers."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coordination.reinforcement.models import Need
from coordination.reinforcement.notices import NeedSubmitted
from coordination.reinforcement.refusals import AnswerDateUseless, NeedIncomplete
from coordination.reinforcement.registry import territories_regulated
from coordination.reinforcement.rules import may_oversee_need, may_run_need
from coordination.reinforcement.services.need import open_need, validate_need
from coordination.reinforcement.services.transition import check_future, move, record_and_tell
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

State = Need.State


@transaction.atomic
def submit_need(need: Need, *, by: User) -> Need.State:
    """The need is in the hands of the ARS; returns the state reached.

    Open at once where no validation is required. Before the author's grant is approved it
    is kept, `submitted_at` empty, and nothing leaves. Raises NeedIncomplete, NeedPast,
    NeedMoved.
    """
    _check_complete(need)
    now = timezone.now()
    approved = may_run_need(by, need)
    move(need, [State.DRAFT], State.SUBMITTED, submitted_at=now if approved else None)
    if not approved:
        record(by, "need.submitted", need, held=True)
        return State.SUBMITTED
    return _leave(need, by=by, act="need.submitted")


@transaction.atomic
def forward_held_need(need: Need) -> bool:
    """A need kept back leaves by itself once its author is approved; says whether it did."""
    # Read anew: the grants of an author already in memory may be those of before.
    author = User.objects.get(pk=need.created_by_id)
    if not may_run_need(author, need):
        return False
    held = Need.objects.filter(pk=need.pk, state=State.SUBMITTED, submitted_at__isnull=True)
    if held.update(submitted_at=timezone.now()) != 1:
        return False
    need.refresh_from_db(fields=["submitted_at"])
    _leave(need, by=author, act="need.forwarded")
    return True


@transaction.atomic
def validate_and_open(need: Need, *, by: User, priority: int | None = None) -> None:
    """Validated, then open, or neither. Raises what `validate_need` and `open_need` raise."""
    validate_need(need, by=by, priority=priority)
    open_need(need, by=by)


def needs_validation(need: Need, *, by: User) -> bool:
    """The ARS validates what structures ask, on the departments set so; never its own needs.

    Elsewhere structures deal directly, until a crisis cell around them regulates the requests.
    """
    if may_oversee_need(by, need):
        return False
    departments = settings.VALIDATION_DEPARTMENTS
    if "*" in departments:
        return True
    around = Territory.objects.containing([need.structure.commune_id])
    required = around.filter(kind=Territory.Kind.DEPARTMENT, code__in=departments).exists()
    return required or is_regulated(need)


def is_regulated(need: Need) -> bool:
    """A crisis cell on a territory of the structure is at a level where it approves requests."""
    around = Territory.objects.containing([need.structure.commune_id])
    return around.filter(pk__in=territories_regulated()).exists()


def _leave(need: Need, *, by: User, act: str) -> Need.State:
    """What follows a submission by someone approved: told to the ARS, or open at once."""
    if needs_validation(need, by=by):
        record_and_tell(by, act, need, NeedSubmitted)
        if is_regulated(need):
            record(by, "need.regulated", need)
        return State.SUBMITTED
    record(by, act, need)
    validator = by if may_oversee_need(by, need) else None
    move(
        need,
        [State.SUBMITTED],
        State.VALIDATED,
        validated_by=validator,
        validated_at=timezone.now(),
    )
    record(by, "need.validated", need, required=False)
    open_need(need, by=by)
    return State.OPEN


def _check_complete(need: Need) -> None:
    missing = [
        words
        for words, absent in (
            ("aucune profession n’est choisie", not need.professions.exists()),
            ("aucun créneau n’est indiqué", not need.slots.exists()),
        )
        if absent
    ]
    if missing:
        raise NeedIncomplete(missing=" et ".join(missing))
    check_future(need)
    if need.answer_by <= timezone.now():
        raise AnswerDateUseless
