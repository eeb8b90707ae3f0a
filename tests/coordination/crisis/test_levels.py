"""Levels are decided by somebody, for a reason; a lift asks for its exit checklist."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import (
    Activation,
    CellKind,
    Crisis,
    ExitCheck,
    Level,
    LogText,
    Mode,
    Term,
)
from coordination.crisis.refusals.cell import (
    CellArchived,
    CellsStillActive,
    CrisisMoved,
    DecisionInTheFuture,
    ExitUnfinished,
    LevelMoved,
    LevelUnknown,
    NotOnDuty,
)
from coordination.crisis.selectors.catalogue import ladder, ladder_of, level_of, roles_of
from coordination.crisis.services.activation import Check, change_level, lift_cell
from coordination.crisis.services.catalogue import load_catalogue, own_ladder
from coordination.crisis.services.cell import NewCell, edit_contacts, open_cell
from coordination.crisis.services.crisis import complete_crisis, resume_crisis, suspend_crisis
from coordination.crisis.services.member import add_member, end_membership
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, write_entry
from coordination.notifications.models import Publication
from tests.coordination.crisis.crisis_world import decided, declare, join, open_departmental
from tests.people import log_in

pytestmark = pytest.mark.django_db


def all_done():
    return {term.code: Check(is_done=True) for term in Term.objects.filter(kind="exit")}


def test_loading_the_catalogue_again_puts_right_what_differs_in_few_statements(
    catalogue, django_assert_max_num_queries
):
    Term.objects.filter(kind="exit").update(label="autre chose")
    changed = Term.objects.filter(label="autre chose").count()

    with django_assert_max_num_queries(14):
        assert load_catalogue() == changed
    assert load_catalogue() == 0
    assert not Term.objects.filter(label="autre chose").exists()


def test_a_change_of_level_is_kept_logged_and_told(cell, alice):
    told = Publication.objects.filter(notice="cell_level_changed").count()

    made = change_level(cell, to=3, decided=decided(alice), by=alice)

    assert (made.from_level, made.to_level, cell.level_name) == (2, 3, "CRAPS")
    assert level_of(cell).approvals_required
    assert LogText.objects.filter(text__startswith="Niveau 3 (CRAPS), au lieu du niveau 2").exists()
    assert Publication.objects.filter(notice="cell_level_changed").count() == told + 1


def test_two_people_do_not_change_the_same_level_without_knowing(cell, alice):
    seen_before = type(cell).objects.get(pk=cell.pk)
    change_level(cell, to=3, decided=decided(alice), by=alice)

    with pytest.raises(LevelMoved, match="niveau 3"):
        change_level(seen_before, to=1, decided=decided(alice), by=alice)


def test_what_is_not_a_level_nor_a_date_nor_ones_place_is_refused(cell, alice, bob, helene):
    late = timezone.now() + timedelta(minutes=10)
    member = join(cell, bob, "situation")

    with pytest.raises(LevelUnknown):
        change_level(cell, to=9, decided=decided(alice), by=alice)
    with pytest.raises(DecisionInTheFuture):
        change_level(cell, to=3, decided=decided(alice, at=late), by=alice)
    with pytest.raises(NotOnDuty):
        change_level(cell, to=3, decided=decided(bob), by=bob)
    end_membership(member, by=alice)
    with pytest.raises(NotOnDuty):
        change_level(cell, to=3, decided=decided(bob), by=bob)


def test_a_leader_who_left_this_morning_changes_nothing(cell, bob, gaspard):
    end_membership(cell.members.get(), by=gaspard)
    leader = join(cell, bob, "director")
    change_level(cell, to=3, decided=decided(bob), by=bob)

    end_membership(leader, by=gaspard)

    with pytest.raises(NotOnDuty):
        change_level(cell, to=1, decided=decided(bob), by=bob)


def test_a_lift_asks_for_the_exit_checklist_and_makes_the_debrief_due(cell, alice):
    done = all_done()
    missing = {code: one for code, one in done.items() if code != "loans"}

    with pytest.raises(ExitUnfinished, match="matériel prêté"):
        lift_cell(cell, decided=decided(alice), checks=missing, by=alice)
    said = missing | {"loans": Check(is_done=False, note="trois ventilateurs, le 12")}
    lifted = lift_cell(cell, decided=decided(alice), checks=said, by=alice)

    assert cell.level == 0 and lifted.is_lift
    assert cell.retex_due_at == lifted.decided_at + timedelta(hours=72)
    assert ExitCheck.objects.get(code="loans").note == "trois ventilateurs, le 12"


def test_a_crisis_ends_once_every_cell_is_lifted_and_they_are_then_read_only(cell, alice, bob):
    crisis = cell.crisis
    with pytest.raises(CrisisMoved):
        resume_crisis(crisis, by=alice)
    suspend_crisis(crisis, by=alice)
    with pytest.raises(CellsStillActive):
        complete_crisis(crisis, by=alice)
    lift_cell(cell, decided=decided(alice), checks=all_done(), by=alice)

    complete_crisis(crisis, by=alice)

    crisis.refresh_from_db()
    assert crisis.status == Crisis.Status.COMPLETED and crisis.ended_at
    cell.refresh_from_db()
    assert cell.archived_at
    for act in (
        lambda: change_level(cell, to=1, decided=decided(alice), by=alice),
        lambda: write_entry(cell, Draft("Trop tard"), by=alice),
        lambda: add_member(cell, bob, by=alice),
        lambda: end_membership(cell.members.get(), by=alice),
        lambda: edit_contacts(cell, by=alice),
    ):
        with pytest.raises(CellArchived), transaction.atomic():
            act()
    words = " ".join(LogText.objects.values_list("text", flat=True))
    assert "Crise suspendue" in words and "la cellule est archivée" in words
    assert verify_log(cell).is_sound


def test_references_are_numbered_by_year_and_territory_without_a_gap(alice, aube, grand_est):
    year = timezone.localdate().year

    made = [declare(place, by=alice).reference for place in (aube, aube, grand_est, aube)]
    with clock.standing_at(timezone.now() - timedelta(days=400)):
        old = declare(aube, by=alice, started_at=clock.now()).reference

    assert made == [f"{year}-10-001", f"{year}-10-002", f"{year}-R44-001", f"{year}-10-003"]
    assert old.endswith("-10-001") and not old.startswith(str(year))


def test_a_departmental_cell_follows_the_regional_ladder_until_a_territory_has_its_own(
    catalogue, alice, aube, marne
):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    assert [level.kind for level in ladder_of(cell)] == [CellKind.CRAPS] * 4

    (lowest, *_) = own_ladder(CellKind.CRAPS, by=alice, territory=aube)
    Level.objects.filter(pk=lowest.pk).update(name="fermée dans l’Aube")

    assert ladder_of(cell)[0].name == "fermée dans l’Aube"
    assert ladder("craps", territory=marne)[0].name == "levée"
    own = {need.role for need in ladder_of(cell)[3].requirements.all()}
    assert own == set(roles_of("craps", territory=aube))
    assert Activation.objects.filter(cell=cell).count() == 1


def test_what_was_declared_by_mistake_is_withdrawn_by_whoever_declared_it(
    client, catalogue, aube, alice, bob, fatou
):
    crisis = declare(aube, by=fatou)
    act = reverse("crisis:crisis_act", args=[crisis.reference, "terminer"])
    others = log_in(client, bob).post(act).status_code
    shown = log_in(client, fatou).get(crisis.get_absolute_url()).text
    withdrawn = client.post(act).status_code
    crisis.refresh_from_db()

    assert (others, withdrawn) == (403, 302) and "Retirer cette déclaration" in shown
    assert (crisis.status, crisis.ended_at is None) == (Crisis.Status.COMPLETED, False)
    assert client.get(reverse("crisis:cell_open", args=[crisis.reference])).status_code == 403
    with pytest.raises(CrisisMoved):
        open_cell(
            crisis, NewCell(kind="departmental", name="Trop tard", territory=aube), level=1,
            decided=decided(alice), by=alice,
        )  # fmt: skip
