"""The personal page: opened by people and by robots, from whole, broken and stolen links."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Assignment, Need, Seat, Slot
from coordination.reinforcement.selectors.assignment import own_link
from coordination.reinforcement.services.selection import select
from coordination.reinforcement.services.standdown import stand_down
from portal.audit.models import Entry
from portal.lib.links import token_for
from tests.coordination.reinforcement.scene import (
    DIRECT,
    asked,
    open_need,
    said_yes,
    state_of,
    taken,
    yes,
)
from tests.people import AssignmentFactory, log_in

State = Assignment.State


@pytest.fixture
def phone():
    """A browser just opened: no cookie, and the checks that real ones face."""
    return Client(enforce_csrf_checks=True)


def press(phone, ask, act, **typed):
    """What a browser sends from that page: no cookie, and the origin hidden by the policy."""
    answered = phone.post(own_link(ask), {"act": act, **typed}, headers={"Origin": "null"})
    ask.refresh_from_db()
    return answered


# Scanners of mail, previews of chats, prefetching browsers, crawlers, and scripts without a name.
ROBOTS = [
    {"User-Agent": "Mozilla/5.0 (compatible; MSIE 9.0; ProofpointUrlDefense)"},
    {"User-Agent": "BarracudaCentral", "X-Forwarded-For": "203.0.113.9"},
    {"User-Agent": "WhatsApp/2.23", "Accept": "*/*"},
    {
        "User-Agent": "Mozilla/5.0 Chrome/126",
        "Sec-Purpose": "prefetch;prerender",
        "Purpose": "prefetch",
    },
    {"User-Agent": "Googlebot/2.1", "From": "robot@example.org"},
    {"User-Agent": "", "Accept": "text/plain", "Range": "bytes=0-100"},
    {"User-Agent": "htmx", "HX-Request": "true", "HX-Trigger": "load"},
    {"X-HTTP-Method-Override": "POST", "Content-Type": "application/x-www-form-urlencoded"},
]


def test_hundreds_of_openings_by_robots_change_nothing(ehpad, phone):
    ask = asked(open_need(ehpad))
    before = everything_about(ask)
    queries = ["", "?act=oui", "?act=non&reason=too_far", "?act=vue"]

    codes = set()
    for rank in range(250):
        method = ("get", "options", "head", "options", "options")[rank % 5]
        link = own_link(ask) + queries[rank % len(queries)]
        headers = ROBOTS[rank % len(ROBOTS)]
        codes.add((method, getattr(phone, method)(link, headers=headers).status_code))

    assert codes == {("get", 200), ("head", 200), ("options", 405)}
    assert everything_about(ask) == before
    assert "sessionid" not in phone.cookies


@pytest.mark.parametrize("method", ["options", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused_and_change_nothing(ehpad, phone, method):
    ask = asked(open_need(ehpad))
    before = everything_about(ask)

    assert getattr(phone, method)(own_link(ask)).status_code == 405
    assert everything_about(ask) == before


def everything_about(ask):
    """The rows that an answer would change: the ask, its places, the journal, the messages."""
    return (
        Assignment.objects.filter(pk=ask.pk).values().get(),
        list(Seat.objects.order_by("pk").values()),
        list(Slot.objects.order_by("pk").values()),
        Entry.objects.count(),
        Notification.objects.count(),
    )


def test_the_page_says_who_asks_where_when_and_until_when(ehpad, phone):
    need = open_need(ehpad, pay="Grille FPH", lodging=True)
    ask = asked(need)

    page = phone.get(own_link(ask)).content.decode()

    for words in ("EHPAD des Tilleuls", "Troyes", "Grille FPH", "logement", "samedi", "Camille"):
        assert words in page
    for act in ('value="oui"', 'value="non"'):
        assert act in page


def test_the_page_is_kept_nowhere_and_tells_nobody(ehpad, phone):
    for link in (own_link(asked(open_need(ehpad))), "/r/inconnu/"):
        page = phone.get(link)
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]


def test_a_yes_needs_neither_login_nor_cookie_nor_origin(ehpad, phone):
    ask = asked(open_need(ehpad))

    answered = press(phone, ask, "oui")

    assert (answered.status_code, answered.url) == (302, own_link(ask))
    assert (ask.state, ask.answer_channel) == (State.ACCEPTED, "email")
    assert Entry.objects.get(action="assignment.accepted").actor_id is None


def test_bad_links_all_get_the_same_page(ehpad, phone):
    ask = asked(open_need(ehpad))
    good = token_for(ask.link_key)
    Assignment.objects.filter(pk=ask.pk).update(link_key=uuid.uuid4())
    wrong = [good, good[:-1], good[:10], good[::-1], "é" * 32, token_for(uuid.uuid4()), "-" * 32]

    pages = [phone.get(f"/r/{token}/") for token in wrong]
    posts = [phone.post(f"/r/{token}/", {"act": "oui"}) for token in wrong]

    assert {page.status_code for page in pages + posts} == {404}
    assert len({strip(page) for page in pages}) == 1
    assert state_of(ask) == State.NOTIFIED


def strip(page) -> str:
    """The page without what differs each time: nonces and its own address."""

    return re.sub(
        r'nonce="[^"]*"|[?&]next=[^"]*|csrfmiddlewaretoken[^>]*', "", page.content.decode()
    )


def test_a_link_opens_one_ask_and_logs_nobody_in(ehpad, phone):
    need = open_need(ehpad)
    ask, other = asked(need), asked(need)

    press(phone, ask, "oui")

    assert state_of(other) == State.NOTIFIED
    assert "sessionid" not in phone.cookies
    assert phone.get(reverse("reinforcement:volunteer_missions")).status_code == 302


def test_part_of_the_slots_a_reason_and_a_change_of_mind(ehpad, phone):
    need = open_need(ehpad, slots=3)
    first, second, _ = need.slots.order_by("period")
    ask = asked(need)

    press(phone, ask, "partie", slots=[first.pk, second.pk])
    assert ask.seats.count() == 2
    press(phone, ask, "non", reason="too_far", note="désolée")
    assert (ask.state, ask.refusal, ask.answer_note) == (State.REFUSED, "too_far", "désolée")
    press(phone, ask, "oui")
    assert (ask.state, ask.seats.count()) == (State.ACCEPTED, 3)


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "détruire"},
        {"act": "partie", "slots": ["-1"]},
        {"act": "partie", "slots": ["x"]},
        {"act": "non", "reason": "parce que"},
        {"act": "oui", "note": "a" * 10_000},
        {"act": "oui", "note": "\u202e"},
        {},
    ],
)
def test_absurd_answers_show_the_page_again(ehpad, phone, typed):
    ask = asked(open_need(ehpad, slots=2))

    assert phone.post(own_link(ask), typed).status_code == 200
    assert state_of(ask) == State.NOTIFIED


def test_ticking_nothing_says_what_to_do(ehpad, phone):
    ask = asked(open_need(ehpad, slots=2))

    press(phone, ask, "partie")

    assert "Cochez au moins un créneau" in phone.get(own_link(ask)).content.decode()
    assert ask.state == State.NOTIFIED


def test_seen_is_posted_by_the_page_and_says_nothing_else(ehpad, phone):
    ask = asked(open_need(ehpad))

    assert press(phone, ask, "vue").status_code == 204

    assert (ask.state, ask.answered_at) == (State.SEEN, None)


def test_a_filled_need_says_so_and_offers_the_list_and_the_next_best(
    ehpad, other_ehpad, phone, charlie
):
    need = open_need(ehpad, places=1, **DIRECT)
    late = AssignmentFactory(need=need, volunteer=charlie.volunteer)
    nearby = open_need(other_ehpad)
    yes(asked(need))

    page = phone.get(own_link(late)).content.decode()

    assert "pourvu" in page and "EHPAD du Vouldy" in page
    assert reverse("reinforcement:assignment_apply", args=[nearby.uuid]) in page
    press(phone, late, "attente")
    assert late.state == State.STANDBY
    assert "liste d’attente" in phone.get(own_link(late)).content.decode()


def test_once_selected_the_page_gives_the_contact_and_a_way_out(ehpad, phone, bob):
    candidate = said_yes(open_need(ehpad, contact_name="Mme Roux", contact_phone="+33325000000"))
    assert "Mme Roux" not in phone.get(own_link(candidate)).content.decode()
    select(candidate, by=bob)

    page = phone.get(own_link(candidate)).content.decode()
    assert "Mme Roux" in page and "03 25 00 00 00" in page

    press(phone, candidate, "non")
    assert candidate.state == State.SELECTED
    press(phone, candidate, "annuler", note="malade")
    assert (candidate.state, candidate.cancel_reason) == (State.CANCELLED, "malade")
    assert taken(candidate.need) == [0]


@pytest.mark.parametrize("state", sorted(State.values))
@pytest.mark.parametrize("need_state", ["open", "filled", "cancelled", "expired"])
def test_the_page_stands_in_every_state(ehpad, phone, state, need_state):
    ask = asked(open_need(ehpad), state=state)
    Need.objects.filter(pk=ask.need_id).update(state=need_state)

    page = phone.get(own_link(ask))

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_an_answer_while_signed_in_bears_its_author(ehpad, charlie, client):
    ask = AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)

    log_in(client, charlie).post(own_link(ask), {"act": "oui"})

    assert Entry.objects.get(action="assignment.accepted").actor_id == charlie.pk
    assert Assignment.objects.get(pk=ask.pk).answer_channel == "portal"


def test_closed_asks_elsewhere_are_counted_aloud(ehpad, other_ehpad, phone):
    ask, rival = asked(open_need(ehpad, **DIRECT)), asked(open_need(other_ehpad))
    Assignment.objects.filter(pk=rival.pk).update(volunteer=ask.volunteer)

    press(phone, ask, "oui")

    assert "1 autre demande" in phone.get(own_link(ask)).content.decode()
    assert "retenu ailleurs" in phone.get(own_link(rival)).content.decode()


def test_a_stood_down_ask_may_answer_again_when_the_need_recruits_again(ehpad, phone):
    ask = asked(open_need(ehpad))
    stand_down(ask.need)

    press(phone, ask, "oui")

    assert ask.state == State.ACCEPTED


@pytest.mark.parametrize(("mark", "channel"), [("", "email"), ("?s", "sms")])
def test_an_answer_says_by_which_message_its_link_came(client, ehpad, mark, channel):
    ask = asked(open_need(ehpad))

    answered = client.post(own_link(ask) + mark, {"act": "oui"})

    ask.refresh_from_db()
    assert ask.answer_channel == channel
    assert answered.url == own_link(ask) + mark
