"""« Ma vacation »: roles, what awaits, the chain of calls, what happened since one left."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Designation, MeetingReceipt, MessageRecipient, Mode, Task
from coordination.crisis.selectors.meetings.agenda import agenda_of
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.handover import Words, write_handover
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.message import Words as Said
from coordination.crisis.services.message import send_message
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import Draft, write_entry
from coordination.oncall.models import ContactMethod, Person
from coordination.situation.selectors.my_shift import my_shift
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.people import UserFactory, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
PAGE = "/ma-vacation/"


def named(aube, cell, slug, rank, *, last_name, user=None, audience="professionals"):
    person = Person.objects.create(last_name=last_name, territory=aube, user=user)
    phone = f"+3369900{person.pk:04d}"
    ContactMethod.objects.create(person=person, kind="mobile", value=phone, audience=audience)
    today = timezone.localdate()
    Designation.objects.create(
        territory=aube, role=role(cell, slug), person=person, rank=rank,
        validity=DateRange(today - timedelta(days=1), None),
    )  # fmt: skip
    return phone


def grow(cell, by, aube, count):
    for rank in range(count):
        write_entry(cell, Draft(f"Ligne {rank}", in_sitrep=True), by=by)
        new = NewTask(f"Tâche {rank}", owner=by, priority=5, due_at=timezone.now())
        create_task(cell, new, by=by)
        decide(cell, Proposal(statement=f"On fait {rank}"), by=by)
        join(cell, UserFactory())
        named(aube, cell, "situation", 10 + Person.objects.count(), last_name=f"N{rank}")


def test_the_chain_says_who_holds_a_role_then_who_is_named_with_shared_numbers(
    client, cell, aube, bob
):
    shared = named(aube, cell, "situation", 0, last_name="Titulaire", user=bob)
    alternate = named(aube, cell, "situation", 1, last_name="Suppléante")
    hidden = named(aube, cell, "situation", 2, last_name="Discrète", audience="coordination")
    join(cell, bob, "situation")
    reader = UserFactory()
    join(cell, reader)
    log_in(client, reader)

    answer = client.get(PAGE)
    (mine,) = answer.context["shift"].cells
    situation = next(one for one in mine.chain if one.role == str(role(cell, "situation")))

    assert [one.name for one in situation.callees] == [str(bob), "Suppléante", "Discrète"]
    assert [one.phones for one in situation.callees] == [[shared], [alternate], []]
    assert [one.is_there for one in situation.callees] == [True, False, False]
    assert f'href="tel:{alternate}"' in answer.content.decode()
    assert hidden not in answer.content.decode()
    assert mine.chain[0].callees[0].name == str(cell.members.get(role__leads=True).user)


def test_what_came_since_one_left_is_counted_and_a_handover_comes_first(client, cell, alice, bob):
    now = timezone.now()
    member = join(cell, bob)
    with clock.standing_at(now + timedelta(hours=1)):
        write_entry(cell, Draft("Avant", in_sitrep=True), by=alice)
        write_entry(cell, Draft("Sans marque"), by=alice)
    with clock.standing_at(now + timedelta(hours=2)):
        end_membership(member, by=alice)
    with clock.standing_at(now + timedelta(hours=3)):
        write_entry(cell, Draft("Après", in_sitrep=True), by=alice)
        join(cell, bob)
        leading = cell.members.get(role__leads=True).role
        write_handover(cell, leading, Words(ongoing="tout"), to=bob, by=alice)

        shift = my_shift(bob)
    log_in(client, bob)
    home = client.get("/").content.decode()

    assert "vous passe" in home and "point de situation en retard" not in home
    assert [one.words for one in shift.flagged][:2] == ["Après", "Avant"]
    assert (shift.left_at, len(shift.news)) == (now + timedelta(hours=2), 1)
    assert shift.acts[0].level == "critical"
    assert "vous passe" in shift.acts[0].words


def test_whoever_is_in_no_cell_is_told_so_and_sees_no_cell(client, cell, bob):
    log_in(client, bob)

    page = client.get(PAGE).content.decode()

    assert "Vous n’êtes dans aucune cellule" in page
    assert "Qui appeler" not in page and "Voir les cellules de crise" in page


def test_whoever_may_not_see_crises_is_given_no_link_to_them(client, cell):
    log_in(client, UserFactory())

    page = client.get(PAGE).content.decode()

    assert "Vous n’êtes dans aucune cellule" in page
    assert 'href="/crises/"' not in page
    assert client.get("/crises/").status_code == 403


def test_the_leader_sees_at_home_the_critical_task_that_is_late(client, cell, alice):
    soon = timezone.now() + timedelta(minutes=1)
    critical = Task.Priority.CRITICAL
    said = NewTask("Ouvrir le palier", owner=alice, due_at=soon, priority=critical)
    task = create_task(cell, said, by=alice)
    log_in(client, alice)
    before = client.get("/").content.decode()
    with clock.standing_at(soon + timedelta(minutes=5)):
        home = client.get("/").content.decode()
        page = client.get(cell.get_absolute_url()).content.decode()

    assert task.title not in before and "en retard" not in before
    assert f"«\u00a0{task.title}\u00a0» est en retard" in home
    assert "1 tâche en retard, dont 1 critique" in page


def test_what_is_to_be_acknowledged_is_there_with_a_button_and_a_late_one_goes_to_the_agenda(
    client, cell, alice, bob
):
    join(cell, bob)
    until = clock.now() + timedelta(hours=8)
    for title, answers, asks in (
        ("Visites", (), True),
        ("Garde", ("oui",), True),
        ("Vu", (), False),
    ):
        said = Said(title, "À savoir", until, requires_ack=asks, quick_answers=answers)
        message = send_message(cell, said, audience="membres", by=alice)
    MeetingReceipt.objects.create(meeting=cell.meetings.get(), user=bob, sent_at=clock.now())
    log_in(client, bob)
    page = client.get(PAGE).content.decode()
    reads = {one.title: one for one in my_shift(bob).reads}
    record = next(one for title, one in reads.items() if "relevé" in title)

    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        points = {one.title for one in agenda_of(cell)}
    client.post(reads["Visites"].url)
    client.post(record.url)
    after = client.get(PAGE).content.decode()

    assert page.count("J’ai lu") == 2 and page.count("Répondre") == 1
    assert message.title not in reads and not reads["Garde"].in_one_tap
    assert {"Sans accusé (2 sur 2) : Visites", "Sans accusé (2 sur 2) : Garde"} <= points
    assert not any("Sans accusé" in one.title for one in agenda_of(cell))
    assert "J’ai lu" not in after and MeetingReceipt.objects.get().read_at
    assert MessageRecipient.objects.filter(user=bob, acked_at__isnull=False).count() == 1


def test_an_exercise_is_said_on_the_page(client, aube, alice):
    open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    log_in(client, alice)

    page = client.get(PAGE).content.decode()

    assert "<title>EXERCICE" in page.replace("\n", "")


def test_the_page_costs_the_same_however_much_there_is(cell, alice, aube):
    grow(cell, alice, aube, 1)
    my_shift(alice)
    spent = []
    for more in (0, 6):
        grow(cell, alice, aube, more)
        if more:
            grow(open_departmental(aube, by=alice), alice, aube, 1)
        with CaptureQueriesContext(connection) as captured:
            shift = my_shift(alice)
        spent.append(len(captured))

    assert spent[0] == spent[1] <= 30
    assert len(shift.tasks) == 8
