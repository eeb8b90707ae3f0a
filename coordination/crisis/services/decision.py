"""A decision is proposed, taken, suspended, repealed, replaced: each time with its line."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from coordination.crisis import clock
from coordination.crisis.models import Cell, Decision, EntryKind, Importance, LogEntry, Role
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty, RoleOfAnotherKind
from coordination.crisis.refusals.decision import (
    DecisionMoved,
    EndsBeforeItBegins,
    FewForPartners,
    NotReplaceable,
    NotYourMatter,
    ReasonMissing,
)
from coordination.crisis.refusals.log import EntryEmpty, PatientDoubt, PatientNumber
from coordination.crisis.refusals.task import OriginElsewhere
from coordination.crisis.rules import may_decide, may_write_log
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.log_page import last_mover
from coordination.crisis.selectors.membership import role_for
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number, small_counts

State = Decision.State


@dataclass(frozen=True)
class Proposal:
    """What is to be decided, why, what else was possible, who holds the matter, until when."""

    statement: str
    reason: str = ""
    rejected: str = ""
    matter: Role | None = None
    entry: LogEntry | None = None
    supersedes: Decision | None = None
    in_force_from: datetime | None = None
    in_force_until: datetime | None = None
    for_partners: bool = False


@transaction.atomic
def propose_decision(cell: Cell, said: Proposal, *, by: User, confirmed: bool = False) -> Decision:
    """The decision has its number in `cell`, and awaits whoever holds the matter.

    `confirmed`: its writer read it again, and it speaks of no patient. Raises NotOnDuty,
    CellArchived, EntryEmpty, PatientNumber, PatientDoubt, RoleOfAnotherKind, OriginElsewhere,
    NotReplaceable, EndsBeforeItBegins, FewForPartners (rule 23).
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    _check(cell, said, confirmed=confirmed)
    decision = _numbered(cell, said, by=by)
    record(by, "decision.proposed", decision, number=decision.number)
    note(cell, f"{decision} proposée : {said.statement}", by=by, kind=EntryKind.DECISION,
         links=(decision.get_absolute_url(),))  # fmt: skip
    return decision


@transaction.atomic
def decide(cell: Cell, said: Proposal, *, by: User, confirmed: bool = False) -> Decision:
    """Proposed and taken at once, by whoever holds the matter. Raises what both raise."""
    decision = propose_decision(cell, said, by=by, confirmed=confirmed)
    take_decision(decision, by=by)
    return decision


@transaction.atomic
def take_decision(decision: Decision, *, by: User) -> None:
    """Proposed to in force; the one that it supersedes is replaced at the same instant.

    Raises NotYourMatter, DecisionMoved, NotReplaceable.
    """
    if not may_decide(by, decision):
        raise NotYourMatter(role=decision.matter or "direction")
    now = clock.now()
    taken = {
        "decided_by": by,
        "decided_as": role_for(by, decision.cell),
        "decided_at": now,
        "in_force_from": decision.in_force_from or now,
    }
    _move(decision, (State.PROPOSED,), State.TAKEN, **taken)
    if decision.supersedes is not None:
        _replace(decision.supersedes, decision, by=by)
    record(by, "decision.taken", decision, number=decision.number)
    _say(decision, "proposée → en vigueur", by=by, told=decision.statement, why=decision.reason)


@transaction.atomic
def suspend_decision(decision: Decision, *, reason: str, by: User) -> None:
    """In force to suspended. Raises NotYourMatter, ReasonMissing, PatientNumber, DecisionMoved."""
    _owned(decision, by=by, reason=reason)
    _move(decision, (State.TAKEN,), State.SUSPENDED, end_reason=reason, ended_by=by)
    record(by, "decision.suspended", decision)
    _say(decision, "en vigueur → suspendue", by=by, why=reason)


@transaction.atomic
def resume_decision(decision: Decision, *, by: User) -> None:
    """Suspended to in force again. Raises NotYourMatter, DecisionMoved."""
    _owned(decision, by=by, reason="reprise")
    _move(decision, (State.SUSPENDED,), State.TAKEN, end_reason="", ended_by=None)
    record(by, "decision.resumed", decision)
    _say(decision, "suspendue → en vigueur", by=by)


@transaction.atomic
def repeal_decision(decision: Decision, *, reason: str, by: User) -> None:
    """In force to repealed. Raises NotYourMatter, ReasonMissing, PatientNumber, DecisionMoved."""
    _owned(decision, by=by, reason=reason)
    ended = {"in_force_until": clock.now(), "end_reason": reason, "ended_by": by}
    _move(decision, (State.TAKEN,), State.REPEALED, **ended)
    record(by, "decision.repealed", decision)
    _say(decision, "en vigueur → abrogée", by=by, why=reason)


@transaction.atomic
def drop_decision(decision: Decision, *, reason: str, by: User) -> None:
    """Proposed to set aside. Raises NotYourMatter, ReasonMissing, PatientNumber, DecisionMoved."""
    _owned(decision, by=by, reason=reason)
    ended = {"in_force_until": clock.now(), "end_reason": reason, "ended_by": by}
    _move(decision, (State.PROPOSED,), State.DROPPED, **ended)
    record(by, "decision.dropped", decision)
    _say(decision, "proposée → écartée", by=by, why=reason)


def _numbered(cell: Cell, said: Proposal, *, by: User) -> Decision:
    """The next number, given under the lock of the cell: a rollback leaves no gap."""
    Cell.objects.select_for_update().get(pk=cell.pk)
    last = Decision.objects.filter(cell=cell).aggregate(last=Max("number"))["last"] or 0
    return Decision.objects.create(
        cell=cell,
        number=last + 1,
        statement=said.statement.strip(),
        reason=said.reason,
        rejected=said.rejected,
        matter=said.matter,
        entry=said.entry,
        supersedes=said.supersedes,
        in_force_from=said.in_force_from,
        in_force_until=said.in_force_until,
        for_partners=said.for_partners,
        proposed_by=by,
        proposed_at=clock.now(),
    )


def _check(cell: Cell, said: Proposal, *, confirmed: bool) -> None:
    if cell.archived_at is not None:
        raise CellArchived
    if not said.statement.strip():
        raise EntryEmpty
    whole = " · ".join((said.statement, said.reason, said.rejected))
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))
    if said.for_partners and (few := small_counts(said.statement)):
        raise FewForPartners(passage=few[0])
    if said.matter and not roles_of_cell(cell).filter(pk=said.matter.pk).exists():
        raise RoleOfAnotherKind(role=said.matter)
    if said.entry is not None and said.entry.log_id != cell.pk:
        raise OriginElsewhere
    old = said.supersedes
    if old is not None and (
        old.cell_id != cell.pk
        or old.state != State.TAKEN
        or Decision.objects.filter(supersedes=old).exists()
    ):
        raise NotReplaceable(number=old.number)
    if said.in_force_until and said.in_force_until <= (said.in_force_from or clock.now()):
        raise EndsBeforeItBegins


def _owned(decision: Decision, *, by: User, reason: str) -> None:
    if not may_decide(by, decision):
        raise NotYourMatter(role=decision.matter or "direction")
    if decision.cell.archived_at is not None:
        raise CellArchived
    if not reason.strip():
        raise ReasonMissing
    if holds_patient_number(reason):
        raise PatientNumber


def _move(decision: Decision, before: tuple[str, ...], after: str, **with_it: object) -> None:
    """The state is changed by one writer only. Raises DecisionMoved."""
    rows = Decision.objects.filter(pk=decision.pk, state__in=before)
    if rows.update(state=after, **with_it) != 1:
        decision.refresh_from_db(fields=["state"])
        who = last_mover(decision.cell, decision.get_absolute_url())
        raise DecisionMoved(state=decision.get_state_display(), who=who)
    decision.refresh_from_db()


def _replace(old: Decision, new: Decision, *, by: User) -> None:
    rows = Decision.objects.filter(pk=old.pk, state=State.TAKEN)
    why = f"remplacée par la décision n° {new.number}"
    ended = {"in_force_until": clock.now(), "end_reason": why, "ended_by": by}
    if rows.update(state=State.REPLACED, **ended) != 1:
        raise NotReplaceable(number=old.number)
    record(by, "decision.replaced", old, number=new.number)


def _say(decision: Decision, move: str, *, by: User, told: str = "", why: str = "") -> None:
    also = ""
    if decision.supersedes_id and "→ en vigueur" in move and told:
        also = f" Remplace la décision n° {decision.supersedes.number}."  # type: ignore[union-attr]
    statement = f" {told}{'' if told.endswith(('.', '!', '?')) else '.'}" if told else ""
    note(
        decision.cell,
        f"{decision} : {move}.{also}{statement}{f' Motif : {why}' if why else ''}",
        by=by,
        kind=EntryKind.DECISION,
        importance=Importance.IMPORTANT,
        links=(decision.get_absolute_url(),),
        in_sitrep=bool(told),
    )
