"""Who is on call for this commune, on this line, at this instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange, NumericRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import (
    ContactMethod,
    DutyClock,
    DutyRecord,
    Layer,
    Line,
    Override,
    OverridePerson,
    Rotation,
    RotationPlace,
    SectorCommune,
)
from coordination.oncall.selectors.answering.on_call import on_call
from coordination.oncall.selectors.answering.question import commune_rows
from portal.audit.models import Entry
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    serve,
)
from tests.people import TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 28)
NOW = datetime(2026, 3, 28, 20, 30, tzinfo=UTC)
URL = "/api/v1/oncall/now/"


def held(sector, roster, *, day=DAY, start=20, end=24, **fields):
    slot = SlotFactory(roster=roster, sector=sector, period=evening(day, start, end))
    return ShiftFactory(slot=slot, **fields)


def held_now(sector, roster, *, after=0, **fields):
    """Four hours around now, or the four that follow."""
    start = timezone.now() + timedelta(hours=4 * after - 1)
    period = DateTimeTZRange(start, start + timedelta(hours=4))
    return ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, period=period), **fields)


def override(sector, role, period, *, added=(), removed=(), kind="replace"):
    row = Override.objects.create(
        line=sector.line, sector=sector, role=role, kind=kind, period=period, motive="essai"
    )
    for side, people in (("added", added), ("removed", removed)):
        for person in people:
            OverridePerson.objects.create(
                override=row, person=person, side=side, line=sector.line, period=period
            )


def asked(client, **query):
    return client.get(URL, {"commune": "10387", "line": "pdsa", "at": NOW.isoformat()} | query)


def names(answer):
    return [one["name"] for one in answer["people"]]


def test_the_answer_names_who_on_which_number_until_when_and_who_next(
    client, alice, sector, roster
):
    shift = held(sector, roster)
    following = held(sector, roster, day=DAY + timedelta(days=1), start=0, end=8)

    answer = asked(log_in(client, alice)).json()

    assert answer["line"] == "pdsa" and answer["sector"] == "Troyes"
    assert names(answer) == [str(shift.person)]
    assert answer["people"][0]["role"] == "effecteur fixe"
    assert answer["people"][0]["contacts"][0]["value"] == shift.person.contacts.get().value
    assert answer["period"] == {
        "start": "2026-03-28T20:00:00+01:00",
        "end": "2026-03-29T00:00:00+01:00",
    }
    assert names(answer["next"]) == [str(following.person)]
    assert answer["uncovered"] is None


def test_at_the_boundary_only_who_begins_is_on_call(alice, sector, roster):
    held(sector, roster)
    night = held(sector, roster, day=DAY + timedelta(days=1), start=0, end=8)

    answer = on_call(alice, line="pdsa", commune="10387", at=night.period.lower)

    assert [one.person.pk for one in answer.people] == [night.person_id]


@pytest.mark.parametrize("days", [1, 3, 20])
def test_the_next_one_is_named_however_far(client, alice, sector, roster, days):
    held(sector, roster)
    following = held(sector, roster, day=DAY + timedelta(days=days))

    answer = asked(log_in(client, alice)).json()

    assert names(answer["next"]) == [str(following.person)]
    start = datetime.fromisoformat(answer["next"]["period"]["start"])
    assert start == following.period.lower


def test_a_week_of_daily_duties_of_one_person_is_answered_until_its_end(alice, sector, roster):
    person = PersonFactory()
    for day in range(7):
        held(sector, roster, day=DAY + timedelta(days=day), start=20, end=44, person=person)
    after = held(sector, roster, day=DAY + timedelta(days=7))

    answer = on_call(alice, line="pdsa", commune="10387", at=NOW)

    assert answer.now.period[1] == answer.next.period[0] == after.period.lower
    assert [one.person.pk for one in answer.next.people] == [after.person_id]


def test_one_person_over_two_slots_answers_until_the_end_of_the_second(alice, sector, roster):
    person = PersonFactory()
    held(sector, roster, person=person)
    night = held(sector, roster, day=DAY + timedelta(days=1), start=0, end=8, person=person)

    answer = on_call(alice, line="pdsa", commune="10387", at=NOW)

    assert answer.now.period == (evening(DAY).lower, night.period.upper)


def test_an_override_replaces_then_gives_back(alice, sector, roster):
    shift, other = held(sector, roster), PersonFactory()
    override(sector, shift.role, evening(DAY, 21, 22), added=[other], removed=[shift.person])

    def there(hour):
        at = datetime(2026, 3, 28, hour, tzinfo=UTC)
        return [one.person.pk for one in on_call(alice, line="pdsa", commune="10387", at=at).people]

    assert [there(19), there(20), there(21)] == [[shift.person_id], [other.pk], [shift.person_id]]


def test_four_sectors_merge_at_local_midnight_even_the_night_the_clock_changes(
    alice, line, troyes, roster
):
    own, merged = SectorFactory(line=line), SectorFactory(line=line)
    serve(own, troyes, band=NumericRange(480, 1440))
    serve(merged, troyes, band=NumericRange(0, 480))
    evening_shift = held(own, roster)
    night_shift = held(merged, roster, day=DAY + timedelta(days=1), start=0, end=8)

    before = on_call(
        alice, line="pdsa", commune="10387", at=datetime(2026, 3, 28, 22, 59, tzinfo=UTC)
    )
    after = on_call(alice, line="pdsa", commune="10387", at=datetime(2026, 3, 28, 23, tzinfo=UTC))

    assert (before.sector, before.people[0].person.pk) == (own, evening_shift.person_id)
    assert (after.sector, after.people[0].person.pk) == (merged, night_shift.person_id)
    assert before.next.people[0].person.pk == night_shift.person_id
    assert after.now.period[1] == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_a_commune_left_uncovered_answers_with_the_decision(client, alice, line, troyes):
    SectorCommune.objects.create(
        line=line, commune=troyes, validity=DateRange(date(2026, 1, 1), None),
        reason="régulation seule", reference="arrêté 2026-12",
    )  # fmt: skip

    answer = asked(log_in(client, alice)).json()

    assert answer["uncovered"] == {"reason": "régulation seule", "reference": "arrêté 2026-12"}
    assert answer["people"] == [] and answer["state"] == "uncovered"


def test_a_deep_night_not_covered_by_decision_is_no_hole(alice, sector, roster):
    SlotFactory(roster=roster, sector=sector)

    assert on_call(alice, line="pdsa", commune="10387", at=NOW).state == "gap"
    RequirementFactory(
        sector=sector, is_uncovered=True, minimum=0, target=0, maximum=0, reference="arrêté 7"
    )
    decided = on_call(alice, line="pdsa", commune="10387", at=NOW)

    assert (decided.state, decided.uncovered.reference) == ("uncovered", "arrêté 7")
    assert (
        on_call(alice, line="pdsa", commune="10387", at=NOW - timedelta(hours=9)).state == "closed"
    )


def test_without_a_published_roster_the_rotation_answers(alice, sector):
    layer = Layer.objects.create(sector=sector, role=LineRoleFactory(line=sector.line), name="base")
    rotation = Rotation.objects.create(layer=layer, cadence="weekly", starts_on=date(2026, 3, 16))
    people = PersonFactory.create_batch(2)
    for rank, person in enumerate(people):
        RotationPlace.objects.create(rotation=rotation, rank=rank, person=person)

    answer = on_call(alice, line="pdsa", commune="10387", at=NOW)

    assert answer.people[0].person.pk == people[1].pk
    assert answer.now.period[1] == datetime(2026, 3, 30, 6, tzinfo=UTC)
    assert answer.next.people[0].person.pk == people[0].pk
    RosterFactory(line=sector.line)
    assert on_call(alice, line="pdsa", commune="10387", at=NOW).people == ()


def test_the_past_answers_from_the_record_whatever_the_roster_became(client, alice, sector, roster):
    shift, really = held(sector, roster), PersonFactory(last_name="Vraie")
    DutyRecord.objects.create(
        line=sector.line, sector=sector, role=shift.role, person=really,
        period=DateTimeTZRange(shift.period.lower, shift.period.upper), source="override",
    )  # fmt: skip
    DutyClock.objects.create(
        line=sector.line,
        recorded_since=datetime(2026, 3, 1, tzinfo=UTC),
        recorded_until=datetime(2026, 4, 1, tzinfo=UTC),
    )

    answer = asked(log_in(client, alice)).json()

    assert names(answer) == ["Dominique Vraie"] and answer["recorded"]


def test_a_merged_commune_answers_under_its_new_name(alice, sector, roster, aube):

    shift = held(sector, roster)
    old = TerritoryFactory(
        code="10999",
        inside=aube,
        closed_on=date(2026, 1, 1),
        successor=sector.communes.get().commune,
    )

    answer = on_call(alice, line="pdsa", commune=old.code, at=NOW)

    assert answer.people[0].person.pk == shift.person_id


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ({"commune": ""}, 400, "nécessaire"),
        ({"commune": "99999"}, 404, "commune"),
        ({"line": "inconnue"}, 404, "ligne"),
        ({"at": "2026-03-29T02:30:00"}, 400, "n’existe pas"),
        ({"at": "2026-10-25T02:30:00"}, 400, "décalage"),
        ({"at": "demain"}, 400, "lisible"),
    ],
)
def test_what_cannot_be_answered_is_said_why(client, alice, sector, query, code, words):
    answer = asked(log_in(client, alice), **query)

    assert answer.status_code == code
    assert words in answer.content.decode()


def test_an_hour_that_exists_twice_is_accepted_with_its_offset_or_fold(client, alice, sector):
    log_in(client, alice)

    assert asked(client, at="2026-10-25T02:30:00+02:00").status_code == 200
    assert asked(client, at="2026-10-25T02:30:00", fold="1").json()["at"].endswith("02:30:00+01:00")


def test_at_most_six_statements_whatever_the_number_of_lines_and_shifts(
    client, alice, sector, roster, django_assert_max_num_queries, troyes, aube
):
    log_in(client, alice)
    for day in range(20):
        held(sector, roster, day=DAY + timedelta(days=day))
    asked(client)
    with django_assert_max_num_queries(6):
        answer = asked(client)
    assert len(answer.json()["people"]) == 1

    for _ in range(5):
        other = SectorFactory(line=LineFactory(territory=aube))
        serve(other, troyes)
        held(other, RosterFactory(line=other.line))
    with django_assert_max_num_queries(6):
        asked(client)


# --- Who reads which number -----------------------------------------------------------------
@pytest.fixture
def reserved(sector, roster):
    """A shift of now whose holder gives their number to those who call only."""
    shift = held_now(sector, roster)
    shift.person.contacts.update(audience=ContactMethod.Audience.CALLERS)
    return shift


def test_a_number_beyond_its_audience_is_masked(client, bob, fatou, reserved):
    for who in (bob, fatou):
        found = asked(log_in(client, who), at="").json()
        contact = found["people"][0]["contacts"][0]
        assert (contact["value"], contact["masked"]) == ("", True)


def test_opening_a_number_is_written_in_the_journal(client, emile, bob, reserved):
    contact = reserved.person.contacts.get()
    body = {"contact": contact.pk, "line": "pdsa", "commune": "10387"}

    opened = log_in(client, emile).post("/api/v1/oncall/reveal/", body)
    refused = log_in(client, bob).post("/api/v1/oncall/reveal/", body)

    assert opened.json() == {"value": contact.value}
    assert refused.status_code == 409 and "régulation" in refused.json()["detail"]
    entry = Entry.objects.get(action="contact.revealed")
    assert (entry.actor, entry.detail["line"]) == (emile, "pdsa")


def test_a_number_that_was_opened_is_shown_on_the_page_for_a_while(client, emile, reserved):
    contact = reserved.person.contacts.get()
    page = reverse("oncall:who") + "?commune=10387"
    log_in(client, emile)
    before = client.get(page).content.decode()

    client.post(
        reverse("oncall:contact_reveal"),
        {"contact": contact.pk, "line": "pdsa", "commune": "10387"},
    )
    after = client.get(page).content.decode()

    assert contact.value not in before and contact.value in after


def test_a_line_of_another_region_does_not_exist(client, dora, sector, roster):
    held(sector, roster)

    assert asked(log_in(client, dora)).status_code == 404


def test_who_holds_no_role_may_not_ask(client, charlie, sector):
    assert asked(log_in(client, charlie)).status_code == 403
    assert client.get(reverse("oncall:who")).status_code == 403


# --- The page -------------------------------------------------------------------------------
def test_the_page_says_who_until_when_and_who_next(client, bob, sector, roster):
    shift = held_now(sector, roster)
    following = held_now(sector, roster, after=1)

    page = log_in(client, bob).get(reverse("oncall:who"), {"commune": "Troyes"}).content.decode()

    assert str(shift.person) in page and "<strong>jusqu’" in page
    assert f"Ensuite&nbsp;: {following.person}" in page


def test_the_page_costs_the_same_for_one_line_and_for_six(
    client, alice, sector, roster, troyes, aube, django_assert_num_queries
):
    held_now(sector, roster)
    log_in(client, alice)
    page = reverse("oncall:who")
    client.get(page, {"commune": "10387"})

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(page, {"commune": "10387"})
    for _ in range(5):
        other = SectorFactory(line=LineFactory(territory=aube))
        serve(other, troyes)
        held_now(other, RosterFactory(line=other.line))

    with django_assert_num_queries(len(one)):
        client.get(page, {"commune": "10387"})


def test_the_statement_written_by_hand_sees_the_lines_that_the_querysets_see(
    alice, bob, charlie, dora, emile, fatou, gaspard, helene, line, sector, ehpad,
    troyes, marne, grand_est,
):  # fmt: skip
    for territory in (marne, grand_est, troyes, None):
        fields = {"territory": territory} if territory else {}
        serve(SectorFactory(line=LineFactory(**fields)), troyes)
    serve(SectorFactory(line=LineFactory(structure=ehpad, kind="crisis_cell")), troyes)
    mine = SectorFactory()
    serve(mine, troyes)
    MemberFactory(line=mine.line, person=PersonFactory(user=charlie))
    window = (NOW, NOW + timedelta(days=1))
    seen = {}

    for user in (alice, bob, charlie, dora, emile, fatou, gaspard, helene):
        rows = commune_rows(user, commune="10387", window=window, lines=None)
        seen[user.first_name] = len(rows)
        known = set(Line.objects.visible_to(user).values_list("pk", flat=True))
        managed = set(Line.objects.managed_by(user).values_list("pk", flat=True))
        assert {row.line.pk for row in rows} == known
        assert {row.line.pk for row in rows if row.managed} == managed

    assert (seen["Alice"], seen["Bob"], seen["Charlie"], seen["Dora"]) == (3, 4, 1, 0)
