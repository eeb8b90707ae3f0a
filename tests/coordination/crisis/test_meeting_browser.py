"""The pages of meetings in a real Chromium: each is accessible."""

import pytest

from coordination.crisis.models import Meeting, MeetingReceipt, Mode
from coordination.crisis.services import sitrep as reports
from coordination.crisis.services.meetings import sitting
from coordination.crisis.services.meetings.closing import close_meeting
from coordination.crisis.services.meetings.planning import NewMeeting, plan_meeting
from portal.lib.links import token_for
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.coordination.crisis.test_sitreps import issued
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_a_meeting_is_accessible(visit, catalogue, alice, bob, aube):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")
    first = Meeting.objects.get()
    sitting.open_meeting(first, by=alice)
    for text in ("! Armer 8 lits", "+ Appeler le SDIS", "Rien côté ville"):
        sitting.write_minute(first, sitting.NewLine(text), by=alice)
    sitting.start_item(first.items.first(), by=alice)
    list_url = f"{cell.get_absolute_url()}reunions/"
    pages = [first.get_absolute_url(), f"{first.get_absolute_url()}clore/"]
    for path in [*pages, f"{first.get_absolute_url()}points/", f"{list_url}prevoir/"]:
        check_page(visit(alice, path))
    close_meeting(first, by=alice)
    planned = plan_meeting(cell, NewMeeting(first.ends_at), by=alice).get_absolute_url()
    link = token_for(MeetingReceipt.objects.get().link_key)
    sitrep = issued(cell, bob, alice)

    for path in [
        list_url, planned, f"{planned}heure/", f"{planned}annuler/",
        f"{first.get_absolute_url()}releve/", f"/crises/releves/{link}/",
        f"{sitrep.get_absolute_url()}accuses/",
    ]:  # fmt: skip
        check_page(visit(alice, path))
    assert reports.content_hash(sitrep) == sitrep.content_hash
