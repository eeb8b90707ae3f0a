"""A volunteer's file: incomplete until it may be asked, then active, paused, stale, gone."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.reinforcement import refusals
from coordination.reinforcement.models import Assignment, Consent, Seat, Trust, Volunteer
from coordination.reinforcement.selectors.profile import gaps
from coordination.reinforcement.services.availability import save_week
from coordination.reinforcement.services.consent import TEXT_VERSION, set_consents
from coordination.reinforcement.services.leaving import withdraw
from coordination.reinforcement.services.profile import (
    Practice,
    save_experiences,
    save_name,
    save_place,
    save_profession,
    start_profile,
)
from coordination.reinforcement.services.standing import (
    confirm_availability,
    end_pauses,
    mark_stale,
    pause,
    reinstate,
    resume,
    suspend,
)
from coordination.reinforcement.services.verification import add_evidence
from coordination.reinforcement.services.week import Habit
from portal.accounts.models import Grant, Role
from portal.audit.models import Entry
from tests.people import (
    AssignmentFactory,
    GrantFactory,
    ProfessionFactory,
    UserFactory,
    VolunteerFactory,
    make_free,
)

RPPS = "10003456789"
State = Volunteer.State


def place(commune, **changes):
    values = {"commune": commune, "max_km": 30, "max_km_lodged": 100, "has_transport": True}
    return values | {"phone": "+33612345678"} | changes


def test_a_file_enters_the_pool_when_its_last_gap_is_filled(troyes, nurse):
    user = UserFactory()
    volunteer = start_profile(user)
    assert [gap.step for gap in gaps(volunteer)] == ["metier", "metier", "lieu", "canaux",
                                                     "disponibilites"]  # fmt: skip

    save_profession(volunteer, profession=nurse, status="liberal", by=user)
    save_place(volunteer, **place(troyes), by=user)
    save_experiences(volunteer, practices=[Practice("nursing_home", 12, 2024)], by=user)
    set_consents(volunteer, agreed={"registry", "email"}, by=user)
    assert stored(volunteer).state == State.INCOMPLETE
    save_week(volunteer, habits=[Habit(5, time(20), time(8))], by=user)

    kept = stored(volunteer)
    assert (kept.state, kept.skills) == (State.ACTIVE, ["nursing_home"])
    assert (kept.latitude, kept.longitude) == (troyes.latitude, troyes.longitude)
    assert user.has_role(Role.VOLUNTEER, troyes)
    assert Volunteer.objects.in_pool().filter(pk=volunteer.pk).exists()


def test_starting_twice_gives_the_same_file(db):
    user = UserFactory()

    assert start_profile(user) == start_profile(user)


def test_the_database_itself_keeps_an_incomplete_file_out_of_the_pool(troyes, nurse):
    volunteer = VolunteerFactory(incomplete=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=volunteer.pk).update(state=State.ACTIVE)


def test_one_rpps_number_is_one_person(charlie, nurse):
    save_profession(charlie.volunteer, profession=nurse, status="liberal", rpps=RPPS, by=charlie)
    other = VolunteerFactory(profession=nurse)

    with pytest.raises(refusals.RppsTaken):
        save_profession(other, profession=nurse, status="liberal", rpps=RPPS, by=other.user)

    assert stored(other).rpps == ""


def test_moving_changes_the_commune_of_the_grant(charlie, troyes, reims):
    save_place(charlie.volunteer, **place(troyes), by=charlie)
    save_place(charlie.volunteer, **place(reims), by=charlie)

    held = Grant.objects.filter(user=charlie, role=Role.VOLUNTEER).in_force()
    assert [grant.territory for grant in held] == [reims]


def test_the_distance_with_lodging_is_never_the_shorter(charlie, troyes):
    save_place(charlie.volunteer, **place(troyes, max_km=80, max_km_lodged=10), by=charlie)

    assert stored(charlie.volunteer).max_km_lodged == 80


def test_the_ledger_keeps_each_yes_and_each_no(charlie):
    volunteer = charlie.volunteer
    set_consents(volunteer, agreed={"registry", "sms"}, by=charlie)
    set_consents(volunteer, agreed={"registry", "sms"}, by=charlie)
    set_consents(volunteer, agreed={"registry"}, by=charlie)

    ledger = {(row.purpose, row.withdrawn_at is None) for row in volunteer.consents.all()}
    assert ledger == {("registry", True), ("sms", False)}
    assert set(volunteer.consents.values_list("text_version", flat=True)) == {TEXT_VERSION}


def test_a_new_text_asks_again(charlie):
    volunteer = charlie.volunteer
    Consent.objects.create(
        volunteer=volunteer, purpose="registry", text_version="2020-03", given_at=timezone.now()
    )
    set_consents(volunteer, agreed={"registry"}, by=charlie)

    assert volunteer.consents.filter(withdrawn_at__isnull=True).get().text_version == TEXT_VERSION


def test_a_pause_takes_out_of_the_pool_until_resumed(charlie):
    volunteer = charlie.volunteer
    pause(volunteer, until=timezone.localdate() + timedelta(days=10), by=charlie)
    assert not Volunteer.objects.in_pool().filter(pk=volunteer.pk).exists()

    resume(volunteer, by=charlie)

    assert stored(volunteer).state == State.ACTIVE
    with pytest.raises(refusals.NotNow):
        resume(volunteer, by=charlie)


def test_a_pause_cannot_end_in_the_past(charlie):
    with pytest.raises(refusals.PeriodPast):
        pause(charlie.volunteer, until=timezone.localdate() - timedelta(days=1), by=charlie)


def test_an_ended_pause_wakes_up_active_or_stale(charlie, troyes, nurse):
    yesterday = timezone.localdate() - timedelta(days=1)
    quiet = VolunteerFactory(stale=True, commune=troyes, profession=nurse)
    Volunteer.objects.update(state=State.PAUSED, paused_until=yesterday)

    assert end_pauses() == 2
    assert stored(charlie.volunteer).state == State.ACTIVE
    assert stored(quiet).state == State.STALE


def test_a_file_not_confirmed_for_a_month_drops_out_by_itself(charlie):
    volunteer = charlie.volunteer
    Volunteer.objects.update(confirmed_at=timezone.now() - timedelta(days=29))
    assert mark_stale() == 0
    Volunteer.objects.update(confirmed_at=timezone.now() - timedelta(days=31))

    assert mark_stale() == 1
    assert stored(volunteer).state == State.STALE
    confirm_availability(volunteer, by=None, how="link")
    assert stored(volunteer).state == State.ACTIVE


def test_a_suspension_needs_a_reason_and_ends_in_a_confirmation(charlie, alice):
    volunteer = charlie.volunteer
    with pytest.raises(refusals.ReasonMissing):
        suspend(volunteer, reason="  ", by=alice)
    suspend(volunteer, reason="diplôme en doute", by=alice)
    with pytest.raises(refusals.NotNow):
        confirm_availability(volunteer, by=charlie)

    set_consents(volunteer, agreed={"registry"}, by=charlie)
    make_free(volunteer)
    reinstate(volunteer, by=alice)

    assert stored(volunteer).state == State.STALE


@pytest.mark.parametrize(
    ("checks", "level"),
    [
        ([("document", "match")], Trust.DOCUMENT),
        ([("register", "match")], Trust.REGISTERED),
        ([("register", "match"), ("structure", "match")], Trust.PRACTISING),
        ([("register", "inactive"), ("document", "match")], Trust.FORMERLY),
        ([("register", "match"), ("register", "name_differs")], Trust.DECLARED),
        ([("document", "match"), ("register", "not_found")], Trust.DECLARED),
        ([("register", "not_found"), ("register", "match")], Trust.REGISTERED),
        ([("register", "not_checkable"), ("document", "match")], Trust.DOCUMENT),
    ],
)
def test_the_level_follows_the_newest_check_of_each_source(charlie, alice, checks, level):
    for source, result in checks:
        add_evidence(charlie.volunteer, source=source, result=result, compared="nom", by=alice)

    assert stored(charlie.volunteer).trust == level


def test_a_new_number_or_name_is_to_check_again(charlie, alice, nurse):
    volunteer = charlie.volunteer
    add_evidence(volunteer, source="register", result="match", compared="nom, RPPS", by=alice)

    save_name(volunteer, first_name="Charlie", last_name="Nouveau", by=charlie)

    assert stored(volunteer).trust == Trust.DECLARED
    assert Entry.objects.filter(action="volunteer.to_check_again").exists()


def test_nobody_checks_their_own_file(charlie):
    with pytest.raises(refusals.OwnFile):
        add_evidence(charlie.volunteer, source="document", result="match", compared="x", by=charlie)


def test_leaving_erases_what_named_the_person_and_keeps_the_count(charlie, aube):
    volunteer = charlie.volunteer
    GrantFactory(user=charlie, role=Role.VOLUNTEER, territory=volunteer.commune)
    make_free(volunteer)
    ask = AssignmentFactory(volunteer=volunteer, answer_note="je connais la maison")

    withdraw(volunteer, by=charlie)

    left, charlie = stored(volunteer), type(charlie).objects.get(pk=charlie.pk)
    assert (left.state, left.phone, left.rpps) == (State.ANONYMISED, "", "")
    assert (left.commune, left.latitude) == (aube, None)
    assert (charlie.first_name, charlie.last_name, charlie.is_active) == ("", "", False)
    assert charlie.email.endswith("@anonyme.invalid")
    assert not left.availabilities.exists() and not left.events.filter(rpps__gt="").exists()
    ask.refresh_from_db()
    assert (ask.state, ask.answer_note) == (Assignment.State.CANCELLED, "")


def test_who_also_manages_a_structure_leaves_the_registry_only(bob, troyes, nurse):
    volunteer = VolunteerFactory(user=bob, commune=troyes, profession=nurse)

    withdraw(volunteer, by=bob)

    bob.refresh_from_db()
    assert bob.is_active and bob.email == "bob@exemple.test"
    assert start_profile(bob).state == State.INCOMPLETE


def test_nobody_leaves_with_a_mission_ahead(charlie):
    ask = AssignmentFactory(volunteer=charlie.volunteer, state=Assignment.State.SELECTED)
    slot = ask.need.slots.get()
    Seat.objects.create(
        assignment=ask, slot=slot, volunteer=charlie.volunteer, period=slot.period, holds=True
    )

    with pytest.raises(refusals.ComingMission):
        withdraw(charlie.volunteer, by=charlie)


def test_a_speciality_belongs_to_its_profession(charlie, nurse):
    doctor = ProfessionFactory(doctor=True)
    speciality = doctor.specialities.create(code="SM02", label="Anesthésie-réanimation")

    with pytest.raises(refusals.SpecialityElsewhere):
        save_profession(
            charlie.volunteer, profession=nurse, speciality=speciality, status="liberal", by=charlie
        )


def stored(volunteer):
    return Volunteer.objects.get(pk=volunteer.pk)
