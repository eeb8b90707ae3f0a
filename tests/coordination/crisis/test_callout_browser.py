"""Call-outs and messages in a real Chromium: each page is accessible, in an exercise too."""

import pytest

from coordination.crisis.models import Call, Mode
from coordination.crisis.selectors.callout.board import call_link
from coordination.crisis.selectors.message import message_link
from coordination.crisis.services.callout.answer import Said, answer_call
from coordination.crisis.services.message import send_message
from tests.coordination.crisis.callout_world import launch, name_for, pass_time
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.coordination.crisis.test_messages import words
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_call_outs_and_messages_are_accessible(
    visit, catalogue, alice, bob, emile, fatou, aube
):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    for one in (bob, emile, fatou):
        join(cell, one)
    name_for(cell, "capacity", bob, emile, by=alice)
    name_for(cell, "situation", fatou, by=alice)
    callout = launch(cell, "capacity", "situation", by=alice)
    call = Call.objects.get(callout=callout, user=fatou, attempt=0)
    answer_call(call, Said("on_site", 20), via="link")
    pass_time(callout)
    awaited = Call.objects.get(callout=callout, user=emile, attempt=0)
    message = send_message(cell, words(quick_answers=("oui", "non")), audience="membres", by=alice)
    base = cell.get_absolute_url()
    for path in [
        f"{base}rappels/", f"{base}rappels/lancer/", f"{base}rappels/choisir/",
        callout.get_absolute_url(),
        awaited.get_absolute_url(), call_link(awaited.link_key), call_link(call.link_key),
        f"{base}messages/", f"{base}messages/ecrire/", message.get_absolute_url(),
        message_link(message.recipients.first().link_key),
    ]:  # fmt: skip
        check_page(visit(alice, path))
