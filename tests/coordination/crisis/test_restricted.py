"""A restricted cell does not exist for whoever is not in it, wherever they look (rule 24)."""

import logging

import pytest
from django.urls import reverse

from coordination.crisis import tasks
from coordination.crisis.models import Cell, Crisis
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.selectors.pack import pack_content
from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.meetings.planning import open_feed
from coordination.crisis.services.member import leave
from coordination.notifications.models import Notification
from coordination.oncall.models import Line
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import log_in
from tests.rights_world import World, addresses, everybody

pytestmark = pytest.mark.django_db
PEOPLE = ("alice", "bob", "charlie", "dora", "emile", "fatou", "gaspard", "helene")
PLACES = ("ehpad", "marne", "reims", "grand_est")
# Its owner's region, the administrator, a coordinator of the same department.
OUTSIDE = ("region_ars", "gaspard", "emile")
SHOWING = ("coordination.crisis.", "coordination.situation.")
PERIODIC = (
    tasks.remind_tasks, tasks.remind_sitreps, tasks.remind_acks, tasks.raise_coverage_alarms,
    tasks.raise_handover_alarms, tasks.anchor_logs, tasks.play_callouts,
)  # fmt: skip
SEARCHES = ("zibeline", "SAMU", "Visites suspendues", "Prévenir les familles")


@pytest.fixture
def world(request, broker):
    """The world of rights, whose cell has become restricted."""
    logging.disable(logging.CRITICAL)
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    cast, places = (
        {name: request.getfixturevalue(name) for name in names} for names in (PEOPLE, PLACES)
    )
    made = World(everybody(cast, places))
    cell = made.entry.log.cell
    Crisis.objects.filter(pk=cell.crisis_id).update(title="Zibeline")
    Cell.objects.filter(pk=cell.pk).update(name="Cellule zibeline", visibility="restricted")
    return made


def pages_of(world, who):
    """The pages, files, feeds and lists where a cell is shown, and what searching gives.

    The administrator tries them all, the others what anybody may ask without its identifier.
    """
    for name, pattern in addresses():
        shows = pattern.callback.__module__.startswith(SHOWING)
        asked = pattern.pattern.regex.groupindex or pattern.pattern.converters
        if "get" not in getattr(pattern.callback, "actions", {"get": ""}) or not shows:
            continue
        if who == "gaspard" or not asked:
            yield name, world.address(name, pattern)
    for words in SEARCHES:
        yield f"search {words}", f"/recherche/?q={words}"


def words_of(answer):
    """What was answered, streamed or not."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode(errors="replace")


def test_nothing_of_a_restricted_cell_is_read_on_any_page_list_file_or_feed(world):
    cell = world.entry.log.cell
    secrets = ("ibeline", "SAMU a rappelé", "Visites suspendues", "Prévenir les familles")
    inside, _cookies = world.clients["alice"]
    shown = words_of(inside.get(f"/crises/cellules/{cell.uuid}/main-courante/"))
    told = {}
    for who in OUTSIDE:
        client, cookies = world.clients[who]
        for name, address in pages_of(world, who):
            client.cookies.load(cookies)
            words = words_of(client.get(address))
            if name.startswith("search"):
                words = words.replace(name.removeprefix("search "), "")
            if any(secret in words for secret in secrets):
                told[who, name] = next(secret for secret in secrets if secret in words)

    assert "SAMU a rappelé" in shown
    assert told == {}


def test_no_reminder_calendar_or_copy_of_a_neighbour_tells_of_a_restricted_cell(
    world, client, alice, emile, aube
):
    cell = world.entry.log.cell
    secrets = ("ibeline", "SAMU a rappelé", "Visites suspendues", "Prévenir les familles")
    member = join(cell, emile)
    calendar = reverse("crisis:meeting_feed", args=[open_feed(cell, by=emile)])
    inside = client.get(calendar)
    leave(member, by=alice)
    last = Notification.objects.latest("pk").pk
    neighbour = open_departmental(aube, by=alice)

    for periodic in PERIODIC:
        periodic()
    copy = repr(pack_content(neighbour))
    told = {
        secret
        for one in Notification.objects.filter(pk__gt=last).select_related("publication", "user")
        if one.user not in people_of(cell)
        for secret in secrets
        if secret in f"{one.publication.email_subject} {one.publication.email_body}"
    }

    assert inside.status_code == 200 and "ibeline" in inside.content.decode()
    assert client.get(calendar).status_code == 404
    assert Notification.objects.filter(pk__gt=last).exists()
    assert told == set()
    assert not [secret for secret in secrets if secret in copy]


def test_a_restricted_cell_opens_no_roster_that_the_territory_would_see(client, alice, aube):
    load_catalogue()
    cell = open_departmental(aube, by=alice, visibility="restricted")
    log_in(client, alice)

    page = client.get(f"{cell.get_absolute_url()}couverture/").content.decode()
    refused = client.post(
        f"{cell.get_absolute_url()}couverture/tableau/", {"fonction": "logistics"}, follow=True
    )

    assert "Ouvrir un tableau" not in page
    assert "Une cellule restreinte n’ouvre pas de tableau" in refused.content.decode()
    assert not Line.objects.exists()
