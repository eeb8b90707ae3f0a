"""The register of decisions: numbered, fixed once taken, replaced by number."""

import pytest
from django.db import DatabaseError, transaction

from coordination.crisis.models import Decision, LogEntry
from coordination.crisis.refusals.decision import (
    DecisionMoved,
    NotReplaceable,
    NotYourMatter,
    ReasonMissing,
)
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.services import decision as register
from coordination.crisis.services.decision import Proposal
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join, role

pytestmark = pytest.mark.django_db
State = Decision.State


def test_a_decision_goes_from_proposed_to_replaced_and_each_move_has_its_line(cell, alice, bob):
    join(cell, bob, "capacity")
    entry = write_entry(cell, Draft("! Armer 8 lits de plus", kind="decision"), by=bob)

    first = register.propose_decision(
        cell, Proposal("Armer 8 lits", reason="réanimation pleine", rejected="transférer",
                       entry=entry), by=bob)  # fmt: skip
    with pytest.raises(NotYourMatter):
        register.take_decision(first, by=bob)
    register.take_decision(first, by=alice)
    register.suspend_decision(first, reason="équipes absentes", by=alice)
    assert not Decision.objects.in_force().exists()
    register.resume_decision(first, by=alice)
    second = register.decide(cell, Proposal("Armer 16 lits", supersedes=first), by=alice)
    with pytest.raises(NotReplaceable):
        register.propose_decision(cell, Proposal("Armer 24 lits", supersedes=first), by=alice)

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.state == State.REPLACED and first.in_force_until is not None
    assert first.decided_by == alice and first.decided_as == role(cell, "director")
    assert list(Decision.objects.in_force()) == [second]
    lines = LogEntry.objects.filter(log=cell.pk, is_system=True, kind="decision")
    assert lines.filter(links__contains=[first.get_absolute_url()]).count() == 4
    with pytest.raises(DecisionMoved, match="remplacée"):
        register.repeal_decision(first, reason="fin", by=alice)


def test_a_matter_is_decided_by_the_role_that_holds_it(cell, bob, emile):
    join(cell, bob, "capacity")
    join(cell, emile, "situation")

    taken = register.decide(cell, Proposal("Ouvrir 8 lits", matter=role(cell, "capacity")), by=bob)

    assert taken.state == State.TAKEN and taken.decided_as == role(cell, "capacity")
    with pytest.raises(NotYourMatter, match="capacitaire"):
        register.repeal_decision(taken, reason="plus utile", by=emile)


def test_what_is_taken_is_fixed_by_the_database_and_nothing_is_deleted(cell, alice):
    taken = register.decide(cell, Proposal("Visites suspendues"), by=alice)
    rows = Decision.objects.filter(pk=taken.pk)

    for change in (
        {"statement": "autre"},
        {"number": 9},
        {"decided_by": None},
        {"state": "proposed"},
    ):
        with pytest.raises(DatabaseError, match="does not change once taken"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    register.repeal_decision(taken, reason="fin de l’épidémie", by=alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="taken")

    with pytest.raises(ReasonMissing):
        register.drop_decision(register.propose_decision(cell, Proposal("x"), by=alice),
                               reason=" ", by=alice)  # fmt: skip
    assert list(rows.values_list("statement", "state")) == [("Visites suspendues", "repealed")]


def test_a_number_is_given_again_after_a_rollback_and_a_patient_never_enters(cell, alice):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        register.decide(cell, Proposal("Perdue"), by=alice)
        _ = 1 / 0
    with pytest.raises(PatientNumber):
        register.decide(cell, Proposal("Assuré 1 84 12 76 451 089 46"), by=alice)
    with pytest.raises(PatientDoubt):
        register.decide(cell, Proposal("Transférer Mme Durand, 84 ans"), by=alice)

    kept = register.decide(cell, Proposal("Gardée"), by=alice)

    assert kept.number == 1
