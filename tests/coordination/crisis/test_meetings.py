"""Meetings: planned by the rhythm, held line by line, closed by a record that the absent read."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from coordination.crisis import clock
from coordination.crisis.models import (
    AgendaItem,
    Decision,
    LogEntry,
    Meeting,
    MeetingReceipt,
    MeetingRecord,
    MinuteLine,
    Task,
)
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.refusals.meeting import MeetingInThePast, MeetingMoved, MeetingNotOpen
from coordination.crisis.selectors.meetings import page as pages
from coordination.crisis.services.acks import remind_acks
from coordination.crisis.services.decision import Proposal, propose_decision
from coordination.crisis.services.meetings import planning, sitting
from coordination.crisis.services.meetings.closing import acknowledge, close_meeting
from coordination.crisis.services.meetings.planning import NewMeeting
from coordination.crisis.services.meetings.sitting import NewLine
from coordination.crisis.services.task import NewTask, create_task
from coordination.notifications.models import Publication
from portal.lib.links import token_for
from tests.coordination.crisis.crisis_world import join
from tests.people import log_in
from tests.races import together

pytestmark = pytest.mark.django_db
State = Meeting.State


def first_of(cell):
    return Meeting.objects.select_related("cell__territory", "cell__crisis").get(cell=cell)


def held(cell, leader):
    meeting = first_of(cell)
    sitting.open_meeting(meeting, by=leader)
    return meeting


def test_the_first_meeting_is_half_an_hour_after_the_opening_and_the_level_proposes_the_next(
    cell, alice
):
    first = first_of(cell)

    assert (first.number, first.state) == (1, State.PLANNED)
    assert first.starts_at - cell.opened_at == timedelta(minutes=30)
    after = pages.proposed_at(cell) - first.starts_at
    assert timedelta(hours=24) <= after < timedelta(hours=24, minutes=15)
    assert Publication.objects.get(notice="meeting_planned").recipients == 1
    assert LogEntry.objects.filter(links__contains=[first.get_absolute_url()]).count() == 1


def test_the_agenda_takes_what_is_late_and_undecided_once_and_points_have_a_timer(cell, alice, bob):
    join(cell, bob, "situation")
    late = clock.now() - timedelta(hours=2)
    create_task(cell, NewTask("Livrer les masques", owner=bob, due_at=late), by=alice)
    propose_decision(cell, Proposal("Armer 8 lits"), by=bob)
    meeting = first_of(cell)
    planning.add_item(meeting, title="Tour de table", by=bob)

    sitting.open_meeting(meeting, by=alice)

    titles = list(meeting.items.order_by("rank").values_list("title", flat=True))
    assert titles[:3] == [
        "Tour de table",
        "Tâche en retard : Livrer les masques",
        "À décider : Armer 8 lits",
    ]
    first, second = meeting.items.order_by("rank")[:2]
    with clock.standing_at(clock.now()):
        sitting.start_item(first, by=alice)
    with clock.standing_at(clock.now() + timedelta(minutes=7)):
        sitting.start_item(second, by=alice)
    first.refresh_from_db()
    assert first.minutes == 6 or first.minutes == 7
    assert AgendaItem.objects.get(ended_at=None, started_at__isnull=False) == second
    with pytest.raises(MeetingMoved):
        sitting.open_meeting(first_of(cell), by=bob)


def test_a_line_decides_or_asks_and_nothing_of_a_patient_enters(cell, alice, bob):
    join(cell, bob, "situation")
    meeting = held(cell, alice)

    taken = sitting.write_minute(meeting, NewLine("! Armer 8 lits"), by=alice)
    proposed = sitting.write_minute(meeting, NewLine("!Fermer l’accueil de jour"), by=bob)
    asked = sitting.write_minute(meeting, NewLine("+ Appeler le SDIS"), by=bob)
    sitting.write_minute(meeting, NewLine("Rien à signaler côté ville"), by=bob)

    assert (taken.decision.state, proposed.decision.state) == ("taken", "proposed")
    assert asked.task.origin == Task.Origin.MEETING and asked.task.owner_role.slug == "situation"
    assert asked.task.due_at > clock.now() + timedelta(hours=23)
    with pytest.raises(PatientNumber):
        sitting.write_minute(meeting, NewLine("1 85 05 78 006 084 91"), by=bob)
    with pytest.raises(PatientDoubt):
        sitting.write_minute(meeting, NewLine("! Mme X, née le 3 mars 1950"), by=bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        MinuteLine.objects.update(text="autre")
    assert MinuteLine.objects.count() == 4


def test_closing_fixes_the_record_and_the_absent_acknowledge_by_their_link(
    client, cell, alice, bob, emile
):
    join(cell, bob, "situation")
    join(cell, emile, "secretariat")
    meeting = held(cell, alice)
    sitting.write_minute(meeting, NewLine("! Armer 8 lits"), by=alice)
    sitting.note_attendance(meeting, bob, mode="remote", by=alice)

    close_meeting(meeting, by=alice)

    (receipt,) = MeetingReceipt.objects.filter(meeting=meeting)
    assert receipt.user == emile
    assert Publication.objects.get(notice="meeting_minuted").recipients == 1
    address = reverse("crisis:meeting_record_by_link", args=[token_for(receipt.link_key)])
    page = client.get(address).content.decode()
    assert "Armer 8 lits" in page and MeetingReceipt.objects.get(read_at=None) == receipt
    assert client.get(f"{address}?pdf=1").content.startswith(b"%PDF")
    noon = clock.now().astimezone(cell.zone).replace(hour=12) + timedelta(days=1)
    for hours in (0, 0, 2, 2):
        with clock.standing_at(noon + timedelta(hours=hours)):
            remind_acks(clock.now())
    told = Publication.objects.filter(notice__startswith="record_")
    assert set(told.values_list("notice", "recipients")) == {("record_awaited", 1),
                                                             ("record_missing", 1)}  # fmt: skip
    client.post(address)
    receipt.refresh_from_db()
    before = receipt.read_at
    acknowledge(receipt)
    receipt.refresh_from_db()
    assert before is not None and receipt.read_at == before
    assert client.get(f"{address[:-3]}x/").status_code == 404
    with pytest.raises(MeetingNotOpen):
        sitting.write_minute(meeting, NewLine("trop tard"), by=alice)
    for change in ({"title": "autre"}, {"state": "open"}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingRecord.objects.update(sha256="x")
    with pytest.raises(DatabaseError, match="while the meeting is open"), transaction.atomic():
        MinuteLine.objects.create(meeting=meeting, text="x", author=bob, at=clock.now())


def test_it_moves_and_is_cancelled_and_calendars_see_both(client, cell, alice, bob):
    join(cell, bob, "situation")
    meeting = first_of(cell)
    log_in(client, alice)
    base = f"{cell.get_absolute_url()}reunions/"
    page = client.post(f"{base}agenda/").content.decode()
    address = page.split("/crises/reunions/agenda/")[1].split("/")[0]
    feed = reverse("crisis:meeting_feed", args=[address])
    later = meeting.starts_at + timedelta(hours=1)

    planning.move_meeting(meeting, starts_at=later, by=bob)
    moved = client.get(feed)
    planning.cancel_meeting(meeting, reason="Déplacée à demain", by=bob)
    cancelled = client.get(feed).content.decode()

    assert moved["Content-Type"].startswith("text/calendar")
    assert "SEQUENCE:1" in moved.content.decode() and "STATUS:CONFIRMED" in moved.content.decode()
    assert "SEQUENCE:2" in cancelled and "STATUS:CANCELLED" in cancelled
    assert client.get(feed, headers={"If-None-Match": client.get(feed)["ETag"]}).status_code == 304
    one = client.get(f"{meeting.get_absolute_url()}reunion.ics").content.decode()
    assert "BEGIN:VEVENT" in one and f"{meeting.uuid}@" in one
    client.post(f"{base}agenda/revoquer/")
    assert client.get(feed).status_code == 404
    with pytest.raises(MeetingMoved):
        planning.move_meeting(meeting, starts_at=later, by=bob)
    yesterday = clock.now() - timedelta(days=1)
    with pytest.raises(MeetingInThePast):
        planning.plan_meeting(cell, NewMeeting(yesterday), by=bob)


def test_the_whole_journey_by_the_pages(client, cell, alice, bob, emile):
    join(cell, bob, "situation")
    meeting = first_of(cell)
    here = meeting.get_absolute_url()
    log_in(client, bob)
    assert f"{cell.get_absolute_url()}reunions/" in client.get(cell.get_absolute_url()).text
    opened = client.post(f"{here}ouvrir/", follow=True).text
    client.post(f"{here}presences/{alice.pk}/", {"mode": "excused"})
    doubt = client.post(here, {"text": "! Mme X, née le 3 mars 1950", "kind": "note"}).text
    client.post(here, {"text": "Appeler le SDIS", "kind": "task"})
    client.post(f"{here}points/", {"title": "Oxygène", "kind": "action", "planned_minutes": "4"})
    item = meeting.items.get(title="Oxygène")
    client.post(f"{here}points/{item.pk}/")
    page = client.post(here, {"text": "! Visites suspendues"}, follow=True).text
    review = client.get(f"{here}clore/").text
    record = client.post(f"{here}clore/", follow=True).text

    assert "Relire et clore" in opened and "Mme X" in doubt and "J’ai relu" in doubt
    assert "Visites suspendues" in page and "proposée" in page
    assert "envoyer à 1 absent" in review and "Sans réponse" in record
    assert "Appeler le SDIS" in record and Decision.objects.get().minute.item == item
    assert client.get(f"{here}releve.pdf").content.startswith(b"%PDF")
    log_in(client, alice)
    assert "J’ai lu ce relevé" in client.get(f"{here}releve/").text
    assert "Lu" in client.post(f"{here}releve/", follow=True).text
    log_in(client, emile)
    assert client.get(here).status_code == 404
    assert not mail.outbox or all("Visites" not in one.subject for one in mail.outbox)


def test_who_is_not_on_duty_writes_nothing(cell, alice, emile):
    meeting = held(cell, alice)

    for act in (
        partial(sitting.write_minute, meeting, NewLine("bonjour")),
        partial(close_meeting, meeting),
        partial(sitting.note_attendance, meeting, alice, mode="present"),
        partial(planning.add_item, meeting, title="Oxygène"),
    ):
        with pytest.raises(NotOnDuty):
            act(by=emile)


@pytest.mark.django_db(transaction=True)
def test_several_people_write_and_decide_at_once_and_no_line_is_lost(cell, alice, bob):
    join(cell, bob, "situation")
    meeting = held(cell, alice)

    def write(rank):
        by = alice if rank % 2 else bob
        sign = "! " if rank % 3 == 0 else ""
        return sitting.write_minute(meeting, NewLine(f"{sign}Ligne {rank}"), by=by).text

    said = together(*(partial(write, rank) for rank in range(12)), threads=6)

    assert sorted(said) == sorted(MinuteLine.objects.values_list("text", flat=True))
    assert list(Decision.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]


def test_the_list_costs_the_same_with_two_meetings_and_with_twelve(
    client, cell, alice, django_assert_max_num_queries
):
    client.force_login(alice)
    base = f"{cell.get_absolute_url()}reunions/"
    client.get(base)
    with django_assert_max_num_queries(60) as few:
        client.get(base)
    for hours in range(2, 13):
        soon = clock.now() + timedelta(hours=hours)
        planning.plan_meeting(cell, NewMeeting(soon), by=alice)

    with django_assert_max_num_queries(60) as many:
        page = client.get(base).text

    assert page.count("Réunion n°") >= 12
    assert len(many) == len(few)
