"""What was served: said by the person, settled by the coordination, certified, sent to payment."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.notifications.models import Notification, Publication
from coordination.oncall.models import Certificate, DutyCheck, DutyRecord, Recipient, Shift
from coordination.oncall.refusals import MotiveMissing, PeriodReversed
from coordination.oncall.refusals.served import (
    AlreadyCertified,
    CertificateNotReady,
    CertificateUnchanged,
    CertifiedMeanwhile,
    DutyNotOver,
    RosterNotOver,
    SentMeanwhile,
    ServedOutside,
    ServedWithoutMotive,
)
from coordination.oncall.selectors.serving.certification import deadline_of, service_page
from coordination.oncall.selectors.serving.my_service import to_confirm
from coordination.oncall.selectors.serving.served import served_in, served_on
from coordination.oncall.services.lines.parameters import load_rule_parameters
from coordination.oncall.services.rosters.reminders import remind_service
from coordination.oncall.services.serving.certification import certify_roster, send_to_payment
from coordination.oncall.services.serving.intervention import note_intervention
from coordination.oncall.services.serving.served import confirm_all, say_served
from portal.audit.models import Entry
from portal.lib.refusal import Refusal
from tests.coordination.oncall.roster_world import LineFactory
from tests.coordination.oncall.served_world import between, listed, march, night, watch
from tests.people import UserFactory
from tests.races import together

FIRST = date(2026, 3, 27)
PERSON, COORDINATION = DutyCheck.Side.PERSON, DutyCheck.Side.COORDINATION


@pytest.fixture
def roster(db):
    """Three nights of March, the last one when the clock changes, closed and recorded."""
    line = LineFactory()
    roster = march(line)
    for rank in range(3):
        night(roster, FIRST + timedelta(days=rank), listed(line))
    watch(line, datetime(2026, 4, 2, tzinfo=UTC))
    return roster


@pytest.fixture
def duties(roster):
    return served_in(roster)


def say(duty, answer, *, side=PERSON, by=None, **fields):
    fields.setdefault("motive", "" if answer == "whole" else "replaced")
    return say_served(
        duty.slot, role=duty.role, person=duty.person, side=side, answer=answer, by=by, **fields
    )


def now_of(roster):
    """The duties of the roster, read again."""
    return served_in(roster)


def test_what_was_recorded_counts_until_somebody_says_otherwise(roster, duties):
    hours = [duty.lived / timedelta(hours=1) for duty in duties]

    assert hours == [12, 11, 12]
    assert [duty.state for duty in duties] == ["unsaid"] * 3


def test_the_word_of_the_coordination_prevails_over_that_of_the_person(roster, duties):
    say(duties[0], "none", motive="sick")
    after_the_person = now_of(roster)[0]
    half = between(duties[0].slot.period.lower, duties[0].slot.period.lower + timedelta(hours=5))
    say(duties[0], "part", side=COORDINATION, served=half)
    after_both = now_of(roster)[0]

    assert (after_the_person.lived, after_the_person.state) == (timedelta(), "differs")
    assert after_the_person.differences == ["la personne dit : pas faite"]
    assert (after_both.lived, after_both.state) == (timedelta(hours=5), "settled")


def test_all_is_confirmed_at_once_and_leaves_the_list(roster, duties):
    mine = to_confirm_in_april(duties[1].person)

    number = confirm_all(mine, by=None)

    assert (number, to_confirm_in_april(duties[1].person)) == (1, [])
    assert [duty.state for duty in now_of(roster)] == ["unsaid", "confirmed", "unsaid"]
    assert Shift.objects.get(slot=duties[1].slot).status == "served"


def to_confirm_in_april(person):
    with time_machine.travel(datetime(2026, 4, 2, 12, tzinfo=UTC), tick=False):
        return to_confirm(person)


def test_a_replacement_by_override_is_read_from_the_record(roster, duties):
    other = listed(roster.line)
    shift = Shift.objects.get(slot=duties[0].slot)
    middle = shift.period.lower + timedelta(hours=4)
    DutyRecord.objects.bulk_create(
        [DutyRecord(line=roster.line, sector=shift.sector, role=shift.role, person=other,
                    period=between(middle, shift.period.upper), source="override")]
    )  # fmt: skip

    added = next(duty for duty in now_of(roster) if duty.person == other)

    assert (added.planned, added.lived) == ([], timedelta(hours=8))
    assert added.differences == ["enregistré n’est pas prévu (dérogation)"]


def test_somebody_unexpected_may_be_said_to_have_served(roster, duties):
    other = listed(roster.line)
    slot = duties[0].slot

    say_served(slot, role=duties[0].role, person=other, side=COORDINATION, answer="whole", by=None)

    found = {duty.person: duty for duty in served_on(slot)}
    assert found[other].lived == timedelta(hours=12)
    assert found[other].planned == []


@pytest.mark.parametrize(
    ("answer", "start", "end", "motive", "refusal"),
    [
        ("none", None, None, "", ServedWithoutMotive),
        ("part", None, None, "late", PeriodReversed),
        ("part", 5, 2, "late", PeriodReversed),
        ("part", -1, 2, "late", ServedOutside),
        ("part", 2, 13, "late", ServedOutside),
    ],
)
def test_a_word_that_says_nothing_is_refused(duties, answer, start, end, motive, refusal):
    lower = duties[0].slot.period.lower
    hours = [lower + timedelta(hours=mark) for mark in (start, end) if mark is not None]
    served = type("Range", (), dict(zip(("lower", "upper"), hours, strict=False)))
    given = served if hours else None

    with pytest.raises(refusal):
        say(duties[0], answer, served=given, motive=motive)

    assert not DutyCheck.objects.exists()


def test_a_duty_that_is_not_over_is_not_confirmed(duties):
    with (
        time_machine.travel(duties[0].slot.period.upper - timedelta(minutes=1), tick=False),
        pytest.raises(DutyNotOver, match="8.h"),
    ):
        say(duties[0], "whole")


# --- Certificates ---------------------------------------------------------------------------
def test_a_certificate_holds_who_served_what_and_never_changes(roster, emile):
    trip = trip_on(roster)
    certificate = certify_roster(roster, by=emile)

    assert [row["minutes"] for row in certificate.content["duties"]] == [720, 660, 720]
    assert certificate.content["interventions"][0]["person"] == str(trip.person.uuid)
    assert (roster.state, certificate.number) == ("certified", 1)
    assert Counter(Shift.objects.values_list("status", flat=True)) == {"certified": 3}
    assert Entry.objects.filter(action="roster.certified", actor=emile).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(motive="autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(roster=roster, number=1, content={}, content_hash="")


def trip_on(roster):
    record = DutyRecord.objects.order_by("period").first()
    called = record.period.lower + timedelta(hours=3)
    return note_intervention(
        record, kind="visit", called_at=called, ended_at=called + timedelta(hours=1), by=None
    )


def test_after_the_certificate_a_person_is_sent_to_the_coordination(roster, duties):
    certify_roster(roster, by=None)

    with pytest.raises(AlreadyCertified, match="correction"):
        say(duties[0], "none")

    assert to_confirm_in_april(duties[0].person) == []


def test_a_correction_is_a_new_dated_certificate_with_its_motive(roster, duties):
    first = certify_roster(roster, by=None)
    with pytest.raises(CertificateUnchanged, match="certificat 1 du"):
        certify_roster(roster, by=None, after=1, motive="relecture")
    say(duties[0], "none", side=COORDINATION)
    with pytest.raises(MotiveMissing):
        certify_roster(roster, by=None, after=1)

    second = certify_roster(roster, by=None, after=1, motive="tour non fait")

    assert (second.number, second.content["duties"][0]["minutes"]) == (2, 0)
    assert first.content["duties"][0]["minutes"] == 720
    assert second.content_hash != first.content_hash


def test_only_a_closed_roster_is_certified(roster):
    roster.state = "running"
    roster.save()

    with pytest.raises(RosterNotOver, match="8.h"):
        certify_roster(roster, by=None)


def test_the_last_certificate_alone_is_sent_to_payment_once(roster, duties):
    payer = Recipient.objects.create(line=roster.line, kind="insurance", stage="payment", name="A")
    first = certify_roster(roster, by=None)
    say(duties[0], "none", side=COORDINATION)
    second = certify_roster(roster, by=None, after=1, motive="tour non fait")

    with pytest.raises(CertificateNotReady):
        send_to_payment(first, by=None)
    assert send_to_payment(second, by=None) == 1
    with pytest.raises(SentMeanwhile):
        send_to_payment(second, by=None)

    roster.refresh_from_db()
    assert roster.state == "sent_for_payment"
    assert second.sendings.get().recipient == payer


def test_a_correction_after_the_payment_must_be_sent_again(roster, duties):
    send_to_payment(certify_roster(roster, by=None), by=None)
    say(duties[0], "none", side=COORDINATION)

    second = certify_roster(roster, by=None, after=1, motive="tour non fait")

    assert roster.state == "certified"
    assert send_to_payment(second, by=None) == 0


@pytest.mark.parametrize(("today", "late", "left"), [("2026-04-30", 0, 0), ("2026-05-04", 4, 0),
                                                     ("2026-04-10", 0, 20)])  # fmt: skip
def test_m_plus_1_is_counted_in_days(roster, today, late, left):
    load_rule_parameters()

    with time_machine.travel(datetime.fromisoformat(f"{today}T12:00+00:00"), tick=False):
        deadline = deadline_of(roster)

    assert (deadline.on, deadline.late_days, deadline.left_days) == (date(2026, 4, 30), late, left)


def test_the_page_of_what_was_served_costs_the_same_for_three_duties_and_for_nine(roster):
    with CaptureQueriesContext(connection) as few:
        service_page(roster)
    for rank in range(6):
        night(roster, date(2026, 3, 10) + timedelta(days=rank), listed(roster.line))
    with CaptureQueriesContext(connection) as many:
        page = service_page(roster)

    assert len(many) == len(few) <= 20
    assert page["total"] == 9


@pytest.mark.django_db(transaction=True)
def test_of_four_who_certify_at_once_one_signs_and_the_others_read_who(emile, roster):
    found = together(*[partial(certify_roster, roster, by=emile)] * 4)

    refusals = [str(one) for one in found if isinstance(one, CertifiedMeanwhile)]
    assert Certificate.objects.count() == 1
    assert len(refusals) == 3
    assert all(str(emile.get_full_name()) in words for words in refusals)


@pytest.mark.django_db(transaction=True)
def test_a_word_at_the_instant_of_the_certificate_is_in_it_or_is_refused(roster, duties):
    found = together(
        partial(say, duties[0], "none"), partial(certify_roster, roster, by=None), threads=2
    )

    certificate = Certificate.objects.get()
    refused = any(isinstance(one, Refusal) for one in found)
    assert certificate.content["duties"][0]["minutes"] == (720 if refused else 0)
    assert DutyCheck.objects.count() == (0 if refused else 1)


def test_three_ticks_remind_once_the_silent_and_once_who_signs(emile, aube, duties, roster):
    roster.line.territory = aube
    roster.line.save()
    for duty in duties:
        duty.person.user = UserFactory()
        duty.person.save()
    say(duties[0], "whole")

    for _ in range(3):
        remind_service(datetime(2026, 4, 3, 9, tzinfo=UTC))
    told = set(Notification.objects.values_list("publication__notice", "user"))

    assert Publication.objects.count() == 2
    silent = {duty.person.user_id for duty in duties[1:]}
    assert {user for notice, user in told if notice == "duties_to_confirm"} == silent
    assert ("roster_to_certify", emile.pk) in told
