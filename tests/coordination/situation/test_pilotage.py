"""The ARS's page: figures by grouped statements, exports without names, the right readers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement.models import Assignment
from coordination.situation.selectors import pilotage as figures
from directory.models import Score
from portal.audit.models import Entry
from tests.people import AssignmentFactory, NeedFactory, log_in

PAGE = "/pilotage/"


@pytest.fixture
def need(ehpad):
    return NeedFactory(structure=ehpad, opened=True)


def test_the_funnel_counts_each_stage_and_its_median_time(alice, aube, need) -> None:
    now = timezone.now()
    told = {"need": need, "notified_at": now - timedelta(hours=2)}
    AssignmentFactory(**told)
    AssignmentFactory(**told, answered_at=now - timedelta(hours=1), state="refused")
    AssignmentFactory(**told, answered_at=now, selected_at=now, state=Assignment.State.SELECTED)

    rows = figures.funnel(figures.needs_since(alice, aube, days=30))

    assert [(label, count) for label, count, _ in rows][:5] == [
        ("Prévenus", 3), ("Page consultée", 0), ("Ont répondu", 2), ("Ont dit oui", 1),
        ("Retenus", 1),
    ]  # fmt: skip
    assert rows[2][2] == "1\u00a0h\u00a030"


def test_unfilled_needs_come_first_and_the_filled_are_not_there(alice, aube, ehpad, need) -> None:
    NeedFactory(structure=ehpad, state="filled")
    vital = NeedFactory(structure=ehpad, opened=True, criticality=1)

    assert figures.unfilled_first(figures.needs_since(alice, aube, days=30)) == [vital, need]


@pytest.mark.parametrize("state", ["submitted", "validated", "open", "partly_filled", "suspended"])
def test_a_state_has_one_colour_and_the_same_words_on_each_page(
    client, alice, ehpad, state
) -> None:
    NeedFactory(
        structure=ehpad, state=state, resumes_as="open", submitted_at=timezone.now(), criticality=2
    )
    log_in(client, alice)

    (listed,) = client.get(reverse("reinforcement:need_list")).context["rows"]
    (steered,) = client.get(PAGE).context["needs"]
    (point,) = client.get(reverse("situation:pilotage_map")).json()["features"]

    assert (steered.level, steered.label) == (listed.level, listed.label)
    assert point["properties"]["level"] == listed.level
    assert listed.label in point["properties"]["text"]


def test_fill_is_counted_by_profession(alice, aube, need) -> None:
    (line,) = figures.by_profession(figures.needs_since(alice, aube, days=30))

    assert (line.name, line.needs, line.places, line.taken, line.share) == (
        "Infirmier", 1, 2, 0, "0\u00a0%",
    )  # fmt: skip


@pytest.mark.parametrize(("who", "code"), [("alice", 200), ("gaspard", 200), ("bob", 403)])
def test_who_reads_the_page(client, who, code, request, need) -> None:
    log_in(client, request.getfixturevalue(who))

    assert client.get(PAGE).status_code == code
    assert client.get(reverse("situation:pilotage_map")).status_code == code
    assert client.get(reverse("situation:pilotage_export", args=["besoins"])).status_code == code


def test_the_agency_of_another_region_sees_none_of_our_needs(client, dora, need) -> None:
    log_in(client, dora)

    assert need.structure.name not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("kind", ["besoins", "professions", "territoires", "entonnoir"])
def test_an_export_names_nobody_and_is_journaled(client, alice, need, kind) -> None:
    asked = AssignmentFactory(need=need, accepted=True)
    log_in(client, alice)

    answer = client.get(reverse("situation:pilotage_export", args=[kind]), {"jours": "7"})
    text = b"".join(answer).decode()

    assert asked.volunteer.user.last_name not in text
    assert Entry.objects.get(action="situation.exported").detail == {"kind": kind, "days": 7}


def test_an_unknown_export_is_not_found(client, alice) -> None:
    log_in(client, alice)

    assert client.get("/pilotage/tout.csv").status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_costs_the_same_with_many_needs(
    client, alice, ehpad, count, django_assert_num_queries
) -> None:
    for _ in range(count):
        AssignmentFactory(need=NeedFactory(structure=ehpad, opened=True), accepted=True)
    log_in(client, alice)
    client.get(PAGE)

    with django_assert_num_queries(15):
        client.get(PAGE)


def a_score(territory, family, faulty, weeks=0):
    """`faulty` of a hundred structures had a fault, so many weeks ago."""
    week = date(2020, 3, 16) - timedelta(weeks=weeks)
    return Score.objects.create(
        territory=territory, family=family, week=week, structures=100, faulty=faulty,
        measured_at=timezone.now(),
    )  # fmt: skip


def test_the_directory_of_the_territory_is_scored_with_its_worst_families(
    client, alice, aube, marne
) -> None:
    for rank, family in enumerate(["contacts", "twins", "freshness", "position", "address"]):
        a_score(aube, family, faulty=10 * rank)
        a_score(aube, family, faulty=50, weeks=1)
    a_score(marne, "twins", faulty=99)
    log_in(client, alice)

    page = client.get(PAGE)

    stands = page.context["directory"]
    assert stands.weeks == [(date(2020, 3, 9), 50), (date(2020, 3, 16), 80)]
    assert [label for label, *_ in stands.worst] == ["adresse", "position", "fraîcheur et sources"]
    assert reverse("directory:signal_list") in page.text


def test_a_territory_that_was_never_measured_says_so(client, alice, need) -> None:
    log_in(client, alice)

    assert "Pas encore mesurée" in client.get(PAGE).text
