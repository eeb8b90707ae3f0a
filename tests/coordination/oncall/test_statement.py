"""Statements: what they count adds up to the journal of duties."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coordination.oncall.calendar import Calendar
from coordination.oncall.clock import add_months, elapsed
from coordination.oncall.models import DutyRecord, Person
from coordination.oncall.selectors.serving.served import served_in
from coordination.oncall.selectors.serving.statement import statement_of, statement_of_line
from coordination.oncall.selectors.serving.statement_rows import csv_rows, families_said
from coordination.oncall.selectors.serving.tally import pieces
from coordination.oncall.services.serving.certification import certify_roster, send_to_payment
from coordination.oncall.services.serving.intervention import note_intervention
from coordination.oncall.services.serving.served import say_served
from tests.coordination.oncall.roster_world import LineFactory, RosterFactory
from tests.coordination.oncall.served_world import RecordFactory, at, between, listed, march, night
from tests.coordination.oncall.served_world import watch as recorded_until
from tests.people import UserFactory, log_in

PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    """A day of December, when the whole year of the tests is over."""
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC), tick=False) as moment:
        yield moment


@pytest.fixture
def line(aube, clock):
    line = LineFactory(territory=aube, name="Infirmières de nuit")
    recorded_until(line, datetime(2026, 12, 19, tzinfo=UTC))
    return line


def rotation(line, person, start, days):
    """What a rotation gave to the journal: no slot, several days."""
    shift = DutyRecord.objects.filter(line=line).first()
    return DutyRecord.objects.create(
        line=line, sector=shift.sector, role=shift.role, person=person, source="rotation",
        period=between(start, start + timedelta(days=days)),
    )  # fmt: skip


def test_a_night_of_march_is_11_hours_and_one_of_october_13(line):
    roster, person = RosterFactory(line=line), listed(line)
    night(roster, date(2026, 3, 28), person)
    night(roster, date(2026, 10, 24), person)

    march_, october = (statement_of(person, date(2026, month, 1)) for month in (3, 10))

    assert march_.total.served.total == 11 * HOUR
    assert october.total.served.total == 13 * HOUR


@pytest.mark.django_db
def test_twelve_months_add_up_to_the_journal_clock_changes_and_rotations_included(line):
    roster, person = RosterFactory(line=line), listed(line)
    for rank in range(0, 300, 5):
        night(roster, date(2026, 1, 1) + timedelta(days=rank), person)
    for start in (datetime(2026, 3, 26, 7, tzinfo=UTC), datetime(2026, 10, 21, 6, tzinfo=UTC)):
        other = listed(line)
        rotation(line, other, start, 7)
    people = Person.objects.filter(records__isnull=False).distinct()
    months = [add_months(date(2025, 12, 1), rank) for rank in range(13)]

    by_person = [statement_of(one, month).total for one in people for month in months]
    by_line = [statement_of_line(line, month).total for month in months]
    journal = elapsed_of(DutyRecord.objects.all())

    assert sum((one.recorded.total for one in by_person), timedelta()) == journal
    assert sum((one.recorded.total for one in by_line), timedelta()) == journal
    assert sum((one.served.total for one in by_line), timedelta()) == journal
    assert sum(one.served.count for one in by_line) == 60 + 15 + 14


def elapsed_of(rows):
    return sum((elapsed([(row.period.lower, row.period.upper)]) for row in rows), timedelta())


def test_planned_served_certified_and_paid_stand_side_by_side(line):
    roster, person = march(line), listed(line)
    for rank in range(3):
        night(roster, date(2026, 3, 10) + timedelta(days=rank), person)
    duty = served_in(roster)[0]
    say_served(duty.slot, role=duty.role, person=person, side="coordination", answer="none",
               motive="sick", by=None)  # fmt: skip
    (before,) = statement_of_line(line, date(2026, 3, 1)).accounts

    certificate = certify_roster(roster, by=None)
    (certified,) = statement_of_line(line, date(2026, 3, 1)).accounts
    send_to_payment(certificate, by=None)
    (paid,) = statement_of_line(line, date(2026, 3, 1)).accounts

    found = [(one.planned.total, one.recorded.total, one.served.total, one.certified, one.paid)
             for one in (before, certified, paid)]  # fmt: skip
    day, two = 36 * HOUR, 24 * HOUR
    assert found == [
        (day, day, two, timedelta(), timedelta()),
        (day, day, two, two, timedelta()),
        (day, day, two, two, two),
    ]


def test_nights_saturdays_sundays_and_holidays_are_counted_apart(line):
    roster, person = RosterFactory(line=line), listed(line)
    kinds = ["night", "evening", "deep_night", "saturday", "sunday", "holiday", "bridge", "weekday"]
    for rank, kind in enumerate(kinds):
        record = night(roster, date(2026, 5, 2 + rank), person)
        record.shift.slot.slot_class = kind
        record.shift.slot.save()

    tally = statement_of(person, date(2026, 5, 1)).total.served

    assert dict(tally.families) == {
        "nuits": 3, "samedis": 1, "dimanches": 1, "fériés et ponts": 2, "autres": 1,
    }  # fmt: skip
    assert families_said(tally).replace("\u00a0", " ") == (
        "3 nuits, 1 samedi, 1 dimanche, 2 fériés et ponts, 1 autre"
    )


def test_interventions_are_in_the_month_of_their_call(line):
    roster, person = RosterFactory(line=line), listed(line)
    record = night(roster, date(2026, 3, 31), person)
    for hour in (22, 26):
        note_intervention(
            record, kind="visit", called_at=at(date(2026, 3, 31), hour),
            ended_at=at(date(2026, 3, 31), hour + 1, 30), distance_km=12, by=None,
        )  # fmt: skip

    totals = [statement_of(person, date(2026, month, 1)).total for month in (3, 4)]

    assert [(one.calls, one.at_work, one.km) for one in totals] == [(1, 1.5 * HOUR, 12)] * 2


def test_what_people_are_called_runs_nothing_in_a_spreadsheet(client, emile, line):
    roster = RosterFactory(line=line)
    person = listed(line, first_name="", last_name="=HYPERLINK(1)\x0b")
    night(roster, date(2026, 3, 10), person)
    log_in(client, emile)

    def file(kind):
        url = reverse("oncall:line_statement_file", args=[line.slug, kind])
        return client.get(url, {"mois": "2026-03"})

    book = load_workbook(BytesIO(file("xlsx").content))
    lines = b"".join(file("csv").streaming_content).decode()
    cells = [cell for page in book for row in page.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells if cell.value} <= {"s", "n", "d"}
    assert book["Tours"]["B2"].value.startswith("'=HYPERLINK")
    assert book["Tours"]["K2"].value == timedelta(hours=12)
    assert ";'=HYPERLINK(1)" in lines and ";12,00;" in lines
    assert file("pdf").content.startswith(b"%PDF")


def test_one_reads_ones_own_statement_in_three_formats_and_nobody_elses(client, line):
    roster, person = RosterFactory(line=line), listed(line, user=UserFactory())
    night(roster, date(2026, 3, 28), person)
    log_in(client, person.user)
    url = reverse("oncall:person_statement", args=[person.uuid])

    page = client.get(url, {"mois": "2026-03"}).content.decode().replace("\u00a0", " ")
    codes = [client.get(f"{url}{kind}/", {"mois": "2026-03"}).status_code
             for kind in ("csv", "xlsx", "pdf", "exe")]  # fmt: skip
    other = client.get(reverse("oncall:person_statement", args=[listed(line).uuid]))

    assert "11 h faites" in page and "Le journal de présence dit les mêmes heures" in page
    assert codes == [200, 200, 200, 404]
    assert other.status_code == 404


def test_the_statement_of_a_line_costs_the_same_for_two_people_and_for_ten(line):
    roster = RosterFactory(line=line)
    day = date(2026, 3, 2)

    def cost(people):
        for rank in range(people):
            night(roster, day + timedelta(days=rank), listed(line))
        with CaptureQueriesContext(connection) as seen:
            statement_of_line(line, date(2026, 3, 1))
        return len(seen)

    few = cost(2)
    day += timedelta(days=2)

    assert cost(8) == few <= 10


def test_the_rows_of_the_csv_add_up_too(line):
    roster, person = RosterFactory(line=line), listed(line)
    for rank in range(4):
        night(roster, date(2026, 3, 26) + timedelta(days=rank), person)

    rows = list(csv_rows(statement_of(person, date(2026, 3, 1))))

    assert sum(float(row[10].replace(",", ".")) for row in rows) == 47


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
    hours=st.integers(1, 400),
)
def test_the_pieces_of_a_period_add_up_to_it_whatever_the_clock_does(start, hours):
    first = start.replace(tzinfo=UTC, second=0, microsecond=0)
    period = (first, first + hours * HOUR)

    found = pieces(period, PARIS, Calendar())

    assert elapsed([one.period for one in found]) == hours * HOUR
    assert sum((elapsed([one.period]) for one in found), timedelta()) == hours * HOUR
    for one in found:
        local = one.period[0].astimezone(PARIS).time()
        assert (one.slot_class == "night") is not (time(8) <= local < time(20))


def test_what_goes_on_is_counted_until_now(line, clock):
    roster, person = RosterFactory(line=line), listed(line)
    start = datetime(2026, 12, 20, 9, tzinfo=UTC)
    record = night(roster, date(2026, 12, 20), person, period=between(start, None))
    record.shift.slot.period = record.shift.period = between(start, start + timedelta(hours=8))
    record.shift.slot.save()
    record.shift.save()

    total = statement_of(person, date(2026, 12, 1)).total

    assert total.recorded.total == 3 * HOUR
    assert RecordFactory._meta.model.objects.count() == 1
