"""The API of needs obeys the rules of the pages, and its notices are well worded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coordination.notifications import gsm
from coordination.notifications.texts import render
from coordination.reinforcement.models import Need
from coordination.reinforcement.notices import NeedChanged, NeedGivenUp, WaveAsk
from portal.lib.links import key_of
from tests.people import (
    AssignmentFactory,
    NeedFactory,
    StructureFactory,
    VolunteerFactory,
    WaveFactory,
    log_in,
    make_free,
    next_saturday,
)


def at(act, need):
    return reverse(f"api:need-{act}", args=[need.uuid])


@pytest.fixture
def draft(ehpad, nurse):
    start = next_saturday()
    return {
        "structure": ehpad.finess,
        "motive": "absence",
        "professions": [nurse.code],
        "slots": [
            {
                "start": start.isoformat(),
                "end": (start + timedelta(hours=8)).isoformat(),
                "capacity": 2,
            }
        ],
    }


def test_a_need_is_drafted_submitted_and_validated_through_the_api(
    client, bob, alice, draft, nurse, ehpad
):
    make_free(VolunteerFactory(profession=nurse, commune=ehpad.commune))
    log_in(client, bob)
    made = client.post(reverse("api:need-list"), draft, content_type="application/json")
    assert made.status_code == 201, made.json()
    need = Need.objects.get()
    assert client.post(at("submit", need)).status_code == 204
    assert client.post(at("validate", need)).status_code == 403

    log_in(client, alice)
    answer = client.post(at("validate", need), {"priority": 2}, content_type="application/json")
    assert answer.status_code == 204
    assert client.get(at("detail", need)).json()["state"] == "open"
    matching = client.get(at("matching", need)).json()
    assert (matching["total"], matching["people"][0]["trade"]) == (1, "Infirmier")
    wave = {"rank": 1, "size": 1}
    assert client.post(at("release", need), wave).status_code == 201
    again = client.post(at("release", need), wave)
    assert again.status_code == 409
    assert again.json()["code"] in {"WaveAlreadyReleased", "NobodyFits"}


def test_the_api_refuses_with_the_sentence_of_the_pages(client, alice, ehpad):
    need = NeedFactory(structure=ehpad, opened=True, created_by=alice)
    log_in(client, alice)

    answer = client.post(at("validate", need))

    assert answer.status_code == 409
    assert "en diffusion" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slots": []}, "slots"),
        ({"professions": []}, "professions"),
        ({"radius_km": -1}, "radius_km"),
        ({"unit": "x" * 10_000}, "unit"),
        ({"structure": "990000000"}, "structure"),
        ({"welcome": "patient 2 55 08 14 168 025 38"}, "welcome"),
    ],
)
def test_the_api_says_which_field_is_wrong(client, bob, draft, change, field):
    log_in(client, bob)

    answer = client.post(reverse("api:need-list"), draft | change, content_type="application/json")

    assert answer.status_code == 400
    assert field in answer.json()


def test_a_draft_is_corrected_by_what_is_given_and_by_nothing_else(client, bob, draft):
    log_in(client, bob)
    client.post(reverse("api:need-list"), draft, content_type="application/json")
    need = Need.objects.get()
    slot = client.get(at("detail", need)).json()["slots"][0]
    change = {"radius_km": 12, "slots": [slot | {"capacity": 4}]}

    answer = client.patch(at("detail", need), change, content_type="application/json")

    assert answer.status_code == 200, answer.json()
    need.refresh_from_db()
    kept = need.slots.get()
    assert (need.radius_km, need.motive, kept.pk, kept.capacity) == (12, "absence", slot["id"], 4)


@pytest.mark.parametrize("slot", [{}, {"capacity": 3}, {"start": "2026-12-05T07:00:00Z"}])
def test_a_slot_cut_short_is_refused_and_changes_nothing(client, bob, ehpad, slot):
    need = NeedFactory(structure=ehpad, created_by=bob)
    before = list(need.slots.values("pk", "period", "capacity"))
    log_in(client, bob)

    answer = client.patch(at("detail", need), {"slots": [slot]}, content_type="application/json")

    assert answer.status_code == 400
    assert list(need.slots.values("pk", "period", "capacity")) == before


def test_a_need_once_sent_stays_with_its_structure(client, alice, ehpad):
    need = NeedFactory(structure=ehpad, opened=True)
    log_in(client, alice)
    change = {"structure": StructureFactory(commune=ehpad.commune).finess}

    answer = client.patch(at("detail", need), change, content_type="application/json")

    assert answer.status_code == 400
    assert "copiez-le" in answer.json()["structure"][0]


def test_a_copy_is_a_draft_some_weeks_later(client, bob, ehpad):
    need = NeedFactory(structure=ehpad, opened=True, created_by=bob)
    log_in(client, bob)

    answer = client.post(at("copy", need), {"weeks": 2}, content_type="application/json")

    assert answer.status_code == 201
    copy = Need.objects.get(uuid=answer.json()["uuid"])
    assert (copy.state, copy.created_by) == ("draft", bob)
    moved = copy.slots.get().period.lower - need.slots.get().period.lower
    assert abs(moved - timedelta(weeks=2)) <= timedelta(hours=1)  # the clock may change between


def test_what_is_not_visible_does_not_exist_for_the_api(client, helene, ehpad):
    need = NeedFactory(structure=ehpad, opened=True)
    log_in(client, helene)

    assert client.get(at("detail", need)).status_code == 404
    assert client.get(reverse("api:need-list")).json()["results"] == []


@pytest.mark.parametrize("name", ["EHPAD des Tilleuls", "Centre hospitalier spécialisé " * 5])
@pytest.mark.parametrize("slug", ["wave_ask", "need_changed", "need_given_up"])
def test_an_sms_fits_in_one_message_with_its_link(ehpad, settings, name, slug):
    settings.PORTAL_BASE_URL = "https://renforts.example.fr"
    ehpad.name = name[:200]
    ehpad.save()
    need = NeedFactory(structure=ehpad, opened=True, slots=3)
    wave = WaveFactory(need=need)
    asked = AssignmentFactory(need=need, wave=wave)
    notice = {"wave_ask": WaveAsk(wave), "need_changed": NeedChanged(need)}.get(slug)
    notice = notice or NeedGivenUp(need)
    link = notice.link(str(asked.link_key))

    written = render(slug, notice.context()).sms.replace("{lien}", link).replace("{code}", "47")
    text = gsm.transliterate(written)

    assert key_of(link.rstrip("/").rpartition("/")[2]) == asked.link_key
    assert gsm.is_gsm(text)
    assert gsm.segments(text) == 1, len(text)
