"""Somebody's own calendar: what is understood, what is refused with a sentence, what is written."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coordination.oncall.imports.ics import NotACalendar, read_calendar
from coordination.oncall.models import Absence, Availability, Upload
from coordination.oncall.refusals.files import FileUnreadable, UploadGone, UploadOver
from coordination.oncall.selectors.calendars.agenda_import import plan_of
from coordination.oncall.services.calendars.agenda_import import apply_agenda, read_agenda
from portal.audit.models import Entry
from portal.lib.time import PARIS
from tests.coordination.oncall.roster_world import (
    MemberFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)
from tests.people import UserFactory, log_in

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "END:VCALENDAR\r\n"


def event(*lines, uid="un"):
    body = "\r\n".join([f"UID:{uid}", *lines])
    return f"BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\n"


def agenda(*events):
    return (HEAD + "".join(events) + TAIL).encode()


def read(*events, now=NOW):
    return read_calendar(agenda(*events), zone=PARIS, now=now)


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def spans(reading):
    return [(one.start, one.end) for one in reading.taken]


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (["DTSTART:20260310T180000Z", "DTEND:20260310T200000Z"], (10, 18), (10, 20)),
        (["DTSTART;TZID=Europe/Paris:20260310T190000", "DURATION:PT2H"], (10, 18), (10, 20)),
        (["DTSTART;TZID=Romance Standard Time:20260310T190000", "DURATION:PT2H"],
         (10, 18), (10, 20)),
        (["DTSTART:20260310T190000", "DTEND:20260310T210000"], (10, 18), (10, 20)),
        (["DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260312"], (9, 23), (11, 23)),
        (["DTSTART;VALUE=DATE:20260310"], (9, 23), (10, 23)),
        (["DTSTART;VALUE=DATE:20260329"], (28, 23), (29, 22)),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_time_is_read(lines, start, end):
    assert spans(read(event(*lines))) == [(utc(2026, 3, *start), utc(2026, 3, *end))]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["DTSTART:20260329T023000", "DURATION:PT1H"], "n’existe pas"),
        (["DTSTART:20261025T023000", "DURATION:PT1H"], "existe deux fois"),
        (["DTSTART;TZID=Mars/Olympus:20260310T190000", "DURATION:PT1H"], "Mars/Olympus"),
        (["DTSTART;TZID=../../etc/passwd:20260310T190000", "DURATION:PT1H"], "inconnu"),
        (["DTSTART:20260310T180000Z", "DTEND:20260310T170000Z"], "finit avant"),
        (["DTSTART:20260310T180000Z"], "pas de fin"),
        (["DTEND:20260310T180000Z"], "pas de début"),
        (["DTSTART:20260231T180000Z", "DURATION:PT1H"], "n’existe pas"),
        (["DTSTART:demain", "DURATION:PT1H"], "n’est pas lisible"),
        (["DTSTART;VALUE=DATE:20260310", "DTEND:20260310T180000Z"], "journée"),
        (["DTSTART:20200101T000000Z", "DTEND:20260310T180000Z"], "plus de 400 jours"),
        (["DTSTART:20260310T180000Z", "DURATION:PT1H", "RRULE:FREQ=MINUTELY"], "à la minute"),
        (["DTSTART:20260310T180000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYSECOND=1"], "BYSECOND"),
        (["DTSTART:20260310T180000Z", "DURATION:PT1H", "RRULE:n’importe quoi"], "inconnue"),
        (["DTSTART:20260310T180000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=x"], "fin de rép"),
        (["DTSTART:19700101T180000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"], "trop de fois"),
        (["DTSTART:20260310T18", " 0000Z", "DURATION", "1H"], "mal coupée"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_alone_with_its_line_and_a_sentence(lines, sentence):
    good = event("DTSTART:20260311T180000Z", "DURATION:PT1H", uid="deux")

    reading = read(event(*lines), good)

    (problem,) = reading.problems
    assert sentence in problem.sentence and problem.line == 3
    assert len(reading.taken) == 1


def test_folding_is_undone_and_a_bad_one_in_a_title_harms_nothing():
    folded = event("DTSTART;TZID=Europ", " e/Paris:20260310T19", "\t0000", "DURATION:PT1H")
    spoilt = event("SUMMARY:un titre", "coupé n’importe où", "DTSTART:20260312T180000Z",
                   "DURATION:PT1H", uid="deux")  # fmt: skip

    reading = read(folded, spoilt)

    assert [start for start, _ in spans(reading)] == [utc(2026, 3, 10, 18), utc(2026, 3, 12, 18)]
    assert reading.problems == []


def test_repetitions_follow_the_wall_clock_and_their_exceptions():
    weekly = event(
        "DTSTART;TZID=Europe/Paris:20260323T200000", "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Paris:20260406T200000",
    )  # fmt: skip
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20260330T200000",
        "DTSTART;TZID=Europe/Paris:20260331T210000", "DURATION:PT1H",
    )  # fmt: skip

    reading = read(weekly, moved)

    assert sorted(start for start, _ in spans(reading)) == [
        utc(2026, 3, 23, 19), utc(2026, 3, 31, 19), utc(2026, 4, 13, 18),
    ]  # fmt: skip
    assert len({one.identity for one in reading.taken}) == 3


HEAVY = {
    "une règle de 50 000 jours": [event("DTSTART:20260310T180000Z", "DURATION:PT1H",
                                        "RRULE:FREQ=DAILY;COUNT=50000")],
    "50 000 dates": [event("DTSTART:20260310T180000Z", "DURATION:PT1H",
                           "RDATE:" + ",".join(["20260310T180000Z"] * 50_000))],
    "un 30 février par mois": [event("DTSTART:20260310T180000Z", "DURATION:PT1H",
                                     "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")],
    "200 règles sans fin": [event("DTSTART:20000101T180000Z", "DURATION:PT1H",
                                  "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", uid=str(number))
                            for number in range(200)],
}  # fmt: skip


@pytest.mark.parametrize("events", HEAVY.values(), ids=HEAVY)
def test_repetitions_without_end_cost_little(events):
    start = monotonic()

    reading = read(*events)

    assert monotonic() - start < 30
    assert len(reading.taken) <= 400
    assert reading.taken or reading.problems


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a;b;c\n1;2;3", "n’est pas un agenda"),
        (b"BEGIN:VCALENDAR" + b"x" * 20_000_000, "20 Mo"),
        (agenda(*[event("DTSTART:20260310T180000Z") for _ in range(3001)]), "3000"),
        (agenda(*[event("DTSTART:20260310T180000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY", uid=str(n))
                  for n in range(8)]), "2000"),
    ],
    ids=["csv", "20 Mo", "trop d’événements", "trop de périodes"],
)  # fmt: skip
def test_a_file_beyond_the_limits_is_refused_whole(content, sentence):
    with pytest.raises(NotACalendar, match=sentence):
        read_calendar(content, zone=PARIS, now=NOW)


@given(st.binary(max_size=400))
def test_no_file_ever_breaks_the_reader(noise):
    content = HEAD.encode() + b"BEGIN:VEVENT\r\nUID:a\r\n" + noise + b"\r\nEND:VEVENT\r\n"

    try:
        reading = read_calendar(content, zone=PARIS, now=NOW)
    except NotACalendar:
        return

    assert all(one.start < one.end for one in reading.taken)


# --- What is written ------------------------------------------------------------------------
@pytest.fixture
def doctor(line, aube):
    person = PersonFactory(user=UserFactory(), territory=aube)
    MemberFactory(line=line, person=person)
    return person


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel(NOW, tick=False):
        yield


def sent(doctor, *events, line=None):
    return read_agenda(agenda(*events), name="conges.ics", person=doctor, line=line, by=doctor.user)


LEAVE = event("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260315", uid="conges")
COURSE = event("DTSTART:20260314T080000Z", "DTEND:20260316T170000Z", uid="formation")


def absences(person):
    rows = Absence.objects.filter(person=person).order_by("period")
    return [(one.period.lower, one.period.upper) for one in rows]


@pytest.mark.django_db
def test_nothing_is_written_before_the_confirmation_and_twice_the_same_file_changes_nothing(doctor):
    upload = sent(doctor, LEAVE, COURSE)
    before = absences(doctor)

    apply_agenda(upload, by=doctor.user)
    again = plan_of(sent(doctor, LEAVE, COURSE))

    assert before == []
    # The day they share is written once.
    assert absences(doctor) == [
        (utc(2026, 3, 9, 23), utc(2026, 3, 14, 23)), (utc(2026, 3, 14, 23), utc(2026, 3, 16, 17)),
    ]  # fmt: skip
    assert (again.changes, again.same) == (0, 2)
    assert "raison" not in str(Entry.objects.get(action="agenda.imported").detail)


@pytest.mark.django_db
def test_an_event_that_moves_or_is_cancelled_moves_or_leaves_and_others_stay(doctor):
    own = Absence.objects.create(
        person=doctor, period=DateTimeTZRange(utc(2026, 3, 12), utc(2026, 3, 13))
    )
    apply_agenda(sent(doctor, LEAVE, COURSE), by=doctor.user)
    later = LEAVE.replace("20260315", "20260314")
    off = COURSE.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT")

    plan = apply_agenda(sent(doctor, later, off), by=doctor.user)

    assert absences(doctor) == [
        (utc(2026, 3, 9, 23), utc(2026, 3, 12)), (own.period.lower, own.period.upper),
        (utc(2026, 3, 13), utc(2026, 3, 13, 23)),
    ]  # fmt: skip
    assert len(plan.moved) == 1 and len(plan.gone) == 2


@pytest.mark.django_db
def test_a_file_is_confirmed_once_and_by_its_owner(doctor, alice):
    upload = sent(doctor, LEAVE)

    with pytest.raises(UploadGone):
        apply_agenda(upload, by=alice)
    apply_agenda(upload, by=doctor.user)

    with pytest.raises(UploadOver):
        apply_agenda(upload, by=doctor.user)
    assert Absence.objects.count() == 1


@pytest.mark.django_db
def test_events_may_be_availability_on_a_line(doctor, line):
    apply_agenda(sent(doctor, COURSE, line=line), by=doctor.user)

    (free,) = Availability.objects.all()
    assert (free.line, free.state) == (line, "available")
    assert not Absence.objects.exists()


@pytest.mark.django_db
def test_what_waits_is_erased_after_a_day_and_never_piles_up(doctor):
    first = sent(doctor, LEAVE)
    for _ in range(12):
        sent(doctor, LEAVE)
    assert Upload.objects.count() == 11 and not Upload.objects.filter(pk=first.pk).exists()

    with time_machine.travel(NOW + timedelta(days=2)):
        sent(doctor, LEAVE)

    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_the_pages_read_show_and_write(client, doctor, line, django_assert_max_num_queries):
    slot = SlotFactory(
        roster=RosterFactory(line=line), sector=SectorFactory(line=line),
        period=evening(datetime(2026, 3, 11).date()),
    )  # fmt: skip
    ShiftFactory(slot=slot, person=doctor)
    log_in(client, doctor.user)
    file = SimpleUploadedFile("conges.ics", agenda(LEAVE, event("DTSTART:x", uid="deux")))

    answer = client.post(reverse("oncall:absence_import"), {"file": file, "meaning": ""})
    page = client.get(answer.url).content.decode()
    done = client.post(answer.url)

    assert "Vous êtes d’astreinte pendant ces absences" in page
    assert "« x » n’est pas lisible" in page and "Ligne 8" in page
    assert done.url == reverse("oncall:my_duties") and Absence.objects.count() == 1
    assert "déjà enregistré" in client.get(answer.url).content.decode()


@pytest.mark.django_db
def test_a_file_that_is_no_calendar_is_said_at_its_field(client, doctor):
    log_in(client, doctor.user)
    file = SimpleUploadedFile("photo.ics", b"\xff\xd8\xff" * 100)

    page = client.post(reverse("oncall:absence_import"), {"file": file}).content.decode()

    assert "n’est pas un agenda" in page
    with pytest.raises(FileUnreadable):
        read_agenda(b"", name="vide.ics", person=doctor, line=None, by=doctor.user)
