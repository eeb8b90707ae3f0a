"""A manager and the ARS live the life of a need on their screens."""

from datetime import UTC, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Wave
from tests.people import (
    GrantFactory,
    NeedFactory,
    ProfessionFactory,
    StructureFactory,
    TerritoryFactory,
    UserFactory,
    VolunteerFactory,
    log_in,
    make_free,
    next_saturday,
)


def at(name, need=None, **more):
    kwargs = ({"uuid": need.uuid} if need else {}) | more
    return reverse(f"reinforcement:{name}", kwargs=kwargs)


def slot_data(*rows, initial=0):
    """What the browser posts for the slots: (day, from, until, people)."""
    data = {"slots-TOTAL_FORMS": len(rows), "slots-INITIAL_FORMS": initial}
    for rank, (day, start, end, people) in enumerate(rows):
        data |= {
            f"slots-{rank}-starts_at_day": day,
            f"slots-{rank}-starts_at_hour": start,
            f"slots-{rank}-ends_at_day": day,
            f"slots-{rank}-ends_at_hour": end,
            f"slots-{rank}-capacity": people,
        }
    return data


@pytest.fixture
def basics(ehpad, nurse):
    saturday = timezone.localtime(next_saturday()).strftime("%d/%m/%Y")
    return {
        "structure": ehpad.pk,
        "profession": nurse.pk,
        "criticality": "1",
        "motive": "absence",
        **slot_data((saturday, "20h", "23 h 30", "2")),
    }


@pytest.fixture
def pool(ehpad, nurse):
    people = [VolunteerFactory(profession=nurse, commune=ehpad.commune) for _ in range(6)]
    for one in people:
        make_free(one)
    return people


def test_a_need_goes_from_a_form_to_volunteers(client, bob, alice, basics, pool):
    log_in(client, bob)
    client.post(at("need_create"), basics)
    need = Need.objects.get()
    assert (need.state, need.slots.get().capacity) == ("draft", 2)

    profile = {"minimum_trust": 2, "radius_km": "40", "mode": "selection"}
    client.post(at("need_profile", need), profile)
    answer = client.get(at("need_detail", need))
    assert "Soumettre à l’ARS" in answer.content.decode()
    client.post(at("need_submit", need))

    log_in(client, alice)
    assert "Valider et diffuser" in client.get(at("need_detail", need)).content.decode()
    client.post(at("need_validate", need), {"priority": "1"})
    need.refresh_from_db()
    assert (need.state, need.priority, need.radius_km) == ("open", 1, 40)

    log_in(client, bob)
    page = client.get(at("need_matching", need)).content.decode()
    assert "6 personnes correspondent" in page
    assert all(one.user.last_name not in page for one in pool)
    client.post(at("wave_release", need), {"rank": 1, "size": 5, "message": ""})
    assert Assignment.objects.filter(need=need).count() == 5
    assert "Vague 1&nbsp;: 5 personnes" in client.get(at("need_detail", need)).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slots-0-ends_at_hour": "19h"}, "La fin doit venir après le début."),
        (
            {"slots-0-starts_at_day": "01/02/2020", "slots-0-ends_at_day": "01/02/2020"},
            "déjà passé",
        ),
        ({"slots-0-capacity": "0"}, "au moins une personne"),
        ({"slots-0-capacity": "10000"}, "au plus 500 personnes"),
        ({"slots-0-starts_at_hour": "25h"}, "heure"),
        ({"slots-0-starts_at_day": "", "slots-0-starts_at_hour": ""}, "nécessaire"),
        ({"profession": ""}, "nécessaire"),
        ({"unit": "x" * 10_000}, "trop long"),
        ({"motive_detail": "x" * 10_000}, "trop long"),
        ({"motive_detail": "Mme D., 2 55 08 14 168 025 38"}, "numéro de sécurité sociale"),
        ({"unit": "abc\u202edef"}, "invisible"),
        ({"structure": "999999"}, "choix"),
    ],
)
def test_bad_input_gets_a_clear_sentence_and_nothing_is_lost(client, bob, basics, change, sentence):
    log_in(client, bob)

    answer = client.post(at("need_create"), basics | change)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert '<option value="absence" selected>' in page
    assert not Need.objects.exists()


@pytest.mark.parametrize("radius", ["-1", "0", "1001", "loin"])
def test_an_absurd_radius_is_refused(client, bob, ehpad, radius):
    need = NeedFactory(structure=ehpad, created_by=bob)
    log_in(client, bob)

    answer = client.post(
        at("need_profile", need), {"minimum_trust": 2, "radius_km": radius, "mode": "selection"}
    )

    assert "Le rayon de recherche va de 1 à 1 000 km." in answer.content.decode()


def test_emoji_and_right_to_left_letters_are_kept(client, bob, basics):
    log_in(client, bob)

    client.post(at("need_create"), basics | {"unit": "Unité 🌻 شمس"})

    assert Need.objects.get().unit == "Unité 🌻 شمس"


def test_adding_a_slot_without_javascript_keeps_the_draft(client, bob, basics):
    log_in(client, bob)

    answer = client.post(at("need_create"), basics | {"add_slot": "1"}, follow=True)

    assert Need.objects.get().slots.count() == 1
    assert answer.context["formset"].total_form_count() == 2


def test_the_form_says_which_hole_of_a_roster_the_need_comes_from(client, bob):
    log_in(client, bob)
    start = next_saturday()
    query = {
        "start": start.isoformat(),
        "end": (start + timedelta(hours=8)).isoformat(),
        "origine": "Médecins de garde,  Troyes nord (effecteur)",
    }

    page = client.get(at("need_create"), query)
    bare = client.get(at("need_create"), {"origine": "x"})
    other = client.get(at("need_create"), query | {"origine": "2 69 05 49 588 157 80"})

    words = page.context["form"]["motive_detail"].value()
    assert words.startswith("Trou d’astreinte : Médecins de garde, Troyes nord (effecteur), de ")
    assert words in unescape(page.content.decode())
    assert bare.context["origin"] == "Trou d’astreinte : x."
    assert other.context["origin"] == ""


def test_an_address_prefills_structure_and_slot(client, bob, ehpad):
    log_in(client, bob)
    start = next_saturday()
    query = {
        "structure": str(ehpad.uuid),
        "start": start.isoformat(),
        "end": (start + timedelta(hours=8)).isoformat(),
    }

    answer = client.get(at("need_create"), query)

    assert answer.context["form"].initial["structure"] == ehpad.pk
    assert answer.context["formset"].initial[0]["starts_at"] == start


def test_the_coming_week_end_is_two_nights(client, bob):
    log_in(client, bob)

    answer = client.get(at("need_create"), {"modele": "nuits-du-week-end"})

    starts = [timezone.localtime(one["starts_at"]) for one in answer.context["formset"].initial]
    assert [(one.weekday(), one.hour) for one in starts] == [(5, 19), (6, 19)]


def test_a_new_need_begins_with_the_days_of_the_coming_week_end(client, bob):
    log_in(client, bob)

    formset = client.get(at("need_create")).context["formset"]

    assert [
        [timezone.localtime(one[end]).strftime("%w %H:%M") for end in ("starts_at", "ends_at")]
        for one in formset.initial
    ] == [["6 07:00", "6 19:00"], ["0 07:00", "0 19:00"]]
    assert formset.initial[0]["starts_at"] - timezone.now() < timedelta(days=7)


def test_the_week_end_of_an_island_is_on_its_own_clock(client, grand_est, basics):
    island = TerritoryFactory(name="Saint-Denis", timezone="Indian/Reunion", inside=grand_est)
    there = StructureFactory(commune=island)
    manager = GrantFactory(role="manager", structure=there).user
    log_in(client, manager)

    page = client.get(at("need_create"))
    client.post(at("need_create"), basics | {"structure": there.pk})

    assert 'value="07:00"' in page.content.decode()
    assert page.context["formset"].initial[0]["starts_at"].astimezone(UTC).hour == 3
    assert Need.objects.get().slots.get().period.lower.astimezone(UTC).hour == 16


def test_a_new_need_may_start_from_the_last_one(client, bob, ehpad):
    NeedFactory(structure=ehpad, created_by=bob)
    last = NeedFactory(structure=ehpad, created_by=bob)
    log_in(client, bob)

    page = client.get(at("need_create")).content.decode()

    assert f'href="{at("need_copy", last)}">repartir de votre dernier besoin' in page


def test_an_ars_agent_finds_a_structure_among_hundreds_by_name_or_number(
    client, alice, troyes, basics
):
    for _ in range(14):
        StructureFactory(commune=troyes)
    chosen = StructureFactory(commune=troyes, name="Clinique du Pays d’Othe")
    log_in(client, alice)

    answer = client.post(at("need_create"), basics | {"structure": "nulle part"})
    assert "Aucune structure de votre territoire" in answer.content.decode()
    client.post(at("need_create"), basics | {"structure": "clinique du pays d'othe"})

    assert Need.objects.get().structure == chosen


def test_a_manager_awaiting_approval_writes_but_sees_nobody(client, ehpad, basics, pool):
    from tests.people import GrantFactory

    newcomer = UserFactory()
    GrantFactory(user=newcomer, role="manager", structure=ehpad, pending=True)
    log_in(client, newcomer)

    client.post(at("need_create"), basics)
    need = Need.objects.get()
    client.post(at("need_submit", need))

    assert client.get(at("need_matching", need)).status_code == 403
    assert (
        "Gardé&nbsp;: il partira de lui-même"
        in client.get(at("need_detail", need)).content.decode()
    )


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("alice", (200, 200, 200)),
        ("bob", (200, 200, 200)),
        ("fatou", (200, 403, 403)),
        ("gaspard", (200, 200, 200)),
        ("helene", (404, 404, 404)),
        ("dora", (404, 404, 404)),
        ("charlie", (404, 404, 404)),
        ("emile", (200, 403, 403)),
    ],
)
def test_who_sees_a_need_who_fits_it_and_may_cancel_it(client, request, ehpad, who, codes):
    need = NeedFactory(structure=ehpad, opened=True)
    request.getfixturevalue("bob")
    log_in(client, request.getfixturevalue(who))

    pages = ("need_detail", "need_matching", "need_cancel")
    assert tuple(client.get(at(page, need)).status_code for page in pages) == codes


@pytest.mark.parametrize("act", ["need_validate", "need_return", "need_priority"])
def test_only_the_ars_validates_returns_or_prioritises(client, bob, ehpad, act):
    need = NeedFactory(structure=ehpad, submitted=True)
    log_in(client, bob)

    assert client.post(at(act, need), {"reason": "x", "priority": 1}).status_code == 403


def test_a_get_changes_nothing(client, alice, ehpad):
    need = NeedFactory(structure=ehpad, submitted=True)
    log_in(client, alice)

    for act in ("need_submit", "need_validate", "need_open", "need_resume", "wave_release"):
        assert client.get(at(act, need)).status_code == 405


def test_cancelling_asks_why_then_tells_so(client, bob, ehpad):
    need = NeedFactory(structure=ehpad, opened=True)
    log_in(client, bob)

    assert "Motif" in client.get(at("need_cancel", need)).content.decode()
    client.post(at("need_cancel", need), {"reason": ""})
    assert Need.objects.get().state == "open"
    client.post(at("need_cancel", need), {"reason": "Équipe de retour."})

    assert Need.objects.get().state_reason == "Équipe de retour."


def test_the_list_is_filtered_by_its_address_and_urgent_first(client, alice, ehpad, troyes):
    mild = NeedFactory(structure=ehpad, opened=True, criticality=3)
    vital = NeedFactory(structure=ehpad, opened=True, criticality=1)
    first = NeedFactory(structure=ehpad, opened=True, criticality=3, priority=1)
    filled = NeedFactory(structure=ehpad, state="filled")
    NeedFactory(structure=ehpad, state="closed")
    log_in(client, alice)

    def listed(**query):
        return [row.need for row in client.get(at("need_list"), query).context["rows"]]

    assert listed() == [first, vital, mild, filled]
    assert listed(criticality=1) == [vital]
    assert listed(state="filled") == [filled]
    assert listed(profession=ProfessionFactory(doctor=True).pk) == []


def test_the_list_and_the_matching_page_cost_the_same_at_any_size(
    client, alice, ehpad, nurse, django_assert_max_num_queries
):
    need = NeedFactory(structure=ehpad, opened=True)
    log_in(client, alice)
    client.get(at("need_list"))
    costs = []

    for more in (3, 20):
        for _ in range(more):
            NeedFactory(structure=ehpad, opened=True)
            make_free(VolunteerFactory(profession=nurse, commune=ehpad.commune))
        pages = (at("need_list"), at("need_matching", need))
        costs.append([statements(client, page, django_assert_max_num_queries) for page in pages])

    assert costs[0] == costs[1]
    assert costs[1][1] <= 10


def statements(client, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as counted:
        assert client.get(page).status_code == 200
    return len(counted)


def test_automatic_waves_and_late_needs_are_the_clock_s(ehpad, pool):
    from coordination.reinforcement.services import clock

    asking = NeedFactory(structure=ehpad, opened=True, automatic=True)
    late = NeedFactory(structure=ehpad, opened=True)
    Need.objects.filter(pk=late.pk).update(answer_by=timezone.now())

    assert (clock.turn_needs(), clock.run_waves()) == (1, 1)
    assert (clock.turn_needs(), clock.run_waves()) == (0, 0)

    assert Wave.objects.get().need == asking
    late.refresh_from_db()
    assert late.state == "expired"
