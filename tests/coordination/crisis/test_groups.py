"""Groups that are kept: charter, moderators, functions, an end with a reminder, an audience."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Call, Group, LogEntry, LogText, Message, Mode
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.exercise import OutsideExercise
from coordination.crisis.refusals.group import (
    GroupClosed,
    GroupEndsTooSoon,
    GroupNameTaken,
    InGroupAlready,
    LastModerator,
    ModeratorOutside,
    NotModerator,
)
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.selectors.message import audiences, preview
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.group import (
    NewGroup,
    add_to_group,
    appoint_moderator,
    close_group,
    create_group,
    edit_charter,
    end_groups,
    prolong_group,
    remove_from_group,
)
from coordination.crisis.services.message import Words, send_message
from coordination.notifications.models import Notification, Publication
from tests.coordination.crisis.crisis_world import decided, join, open_departmental, role
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"


def today():
    return timezone.localdate(clock.now())


def new(name="Directeurs d’EHPAD", charter="Consignes de la cellule", days=10, **more):
    return NewGroup(name, charter, today() + timedelta(days=days), **more)


def test_a_group_holds_people_functions_and_a_list_and_each_message_says_it_is_by_the_group(
    cell, alice, bob, charlie, emile
):
    join(cell, bob, "logistics")
    managers = preview(cell, "responsables").count
    with pytest.raises(NotOnDuty):
        create_group(cell, new(), by=emile)
    with pytest.raises(PatientNumber):
        create_group(cell, new(charter="1 85 05 10 387 001"), by=alice)
    with pytest.raises(GroupEndsTooSoon):
        create_group(cell, new(days=-1), by=alice)

    group = create_group(cell, new(source="responsables"), by=alice)
    member = add_to_group(group, user=charlie, by=alice)
    add_to_group(group, role=role(cell, "logistics"), by=alice)
    with pytest.raises(GroupNameTaken):
        create_group(cell, new(), by=alice)
    with pytest.raises(InGroupAlready):
        add_to_group(group, user=charlie, by=alice)
    with pytest.raises(NotModerator):
        add_to_group(group, user=emile, by=bob)
    with pytest.raises(ModeratorOutside):
        add_to_group(group, user=emile, is_moderator=True, by=alice)
    soon = clock.now() + timedelta(hours=4)
    message = send_message(cell, Words("Masques", "Stock ?", soon), audience=group.code, by=alice)
    why = dict(message.recipients.values_list("user", "reason"))
    remove_from_group(member, by=alice)

    assert why[charlie.pk] == "groupe « Directeurs d’EHPAD » : membre"
    assert why[alice.pk].endswith("qui l’anime")
    assert why[bob.pk] == f"groupe « Directeurs d’EHPAD » : « {role(cell, 'logistics')} »"
    assert len(why) >= managers and message.audience == "le groupe « Directeurs d’EHPAD »"
    assert charlie.pk not in {one.user for one in preview(cell, group.code).targets}
    said = LogText.objects.filter(text__contains="Groupe « Directeurs").count()
    assert said == 4 and LogEntry.objects.filter(log=cell.pk, kind="sent").count() == 1


def test_a_whole_group_is_called_each_told_that_it_is_by_the_group(
    client, cell, alice, bob, charlie, emile, gaspard
):
    join(cell, bob, "logistics")
    group = create_group(cell, new(), by=alice)
    add_to_group(group, user=charlie, by=alice)
    log_in(client, gaspard)
    assert "Écrire à ce groupe" not in client.get(group.get_absolute_url()).text
    add_to_group(group, role=role(cell, "logistics"), by=alice)
    log_in(client, alice)
    page = client.get(group.get_absolute_url()).content.decode()
    assert "Écrire à ce groupe" in page
    choose = re.search(r'href="([^"]*/choisir/[^"]*)"', page)[1].replace("&amp;", "&")

    seen = client.get(choose).content.decode()
    sent = {"cause": "Relève", "groups": [group.pk], "lancer": "oui"}
    client.post(choose.split("?")[0], sent)
    other = {"cell": str(cell.uuid), "cause": "Relève", "groups": [str(cell.uuid)]}
    refused = client.post("/api/v1/callouts/", other, content_type="application/json")

    assert "Lancer le rappel" in seen and "groupe « Directeurs d’EHPAD » : membre" in seen
    why = dict(Call.objects.filter(attempt=0).values_list("user", "why"))
    logistics = f"groupe « Directeurs d’EHPAD » : « {role(cell, 'logistics')} »"
    assert why == {charlie.pk: "groupe « Directeurs d’EHPAD » : membre", bob.pk: logistics}
    assert refused.status_code == 400 and "groupe ouvert" in refused.content.decode()


def test_its_charter_changes_and_each_is_told_and_another_moderates_it(client, cell, alice, bob):
    member = join(cell, bob, "logistics")
    group = create_group(cell, new(), by=alice)
    bob_in = add_to_group(group, user=bob, by=alice)
    log_in(client, alice)
    base = group.get_absolute_url()
    refused = client.post(f"{base}charte/", {"charter": "Mme Durand, 84 ans"}).content.decode()
    with pytest.raises(NotModerator):
        edit_charter(group, "Autre", by=bob)

    client.post(f"{base}charte/", {"charter": "Consignes et stocks"})
    same = client.post(f"{base}charte/", {"charter": "Consignes et stocks"})
    client.post(f"{base}animer/{bob_in.pk}/", {"anime": "oui"})
    edit_charter(group, "Stocks", by=bob)
    alone = client.post(f"{base}animer/{bob_in.pk}/")
    with pytest.raises(LastModerator):
        appoint_moderator(group.members.get(user=alice), moderates=False, by=alice)

    assert "relu" in refused and same.status_code == alone.status_code == 302
    assert Group.objects.get().charter == "Stocks" and member.role.slug == "logistics"
    told = Publication.objects.filter(notice="group_charter")
    assert [one.recipients for one in told] == [2, 2]
    said = set(LogText.objects.values_list("text", flat=True))
    assert f"Groupe « {group} », charte : Consignes et stocks → Stocks" in said
    assert f"Groupe « {group} » : {bob} ne l’anime plus" in said


def test_a_group_keeps_a_moderator_is_closed_for_good_and_is_no_audience_then(cell, alice, bob):
    join(cell, bob)
    group = create_group(cell, new(), by=alice)
    with pytest.raises(LastModerator):
        remove_from_group(group.members.get(), by=alice)
    add_to_group(group, user=bob, is_moderator=True, by=alice)
    before = {one.code for one in audiences(cell)}

    close_group(group, by=bob)
    with pytest.raises(GroupClosed):
        close_group(group, by=alice)
    with pytest.raises(GroupClosed):
        prolong_group(group, until=today() + timedelta(days=3), by=alice)
    again = create_group(cell, new(), by=alice)
    cell.archived_at = clock.now()
    with pytest.raises(CellArchived):
        create_group(cell, new("Autre"), by=alice)

    assert group.code in before and group.code not in {one.code for one in audiences(cell)}
    assert Group.objects.get(pk=again.pk).is_open


def test_moderators_are_reminded_once_before_the_end_and_the_group_closes_by_itself(cell, alice):
    group = create_group(cell, new(days=3), by=alice)
    later = create_group(cell, new("Loin", days=9), by=alice)
    now = clock.now()

    done = [end_groups(now), end_groups(now)]
    prolong_group(group, until=today() + timedelta(days=2), by=alice)
    again = [end_groups(now), end_groups(now + timedelta(days=3)), end_groups(now)]

    assert done == [1, 0] and again == [1, 1, 0]
    told = Notification.objects.filter(publication__notice="group_ending", channel="inbox")
    assert [one.user for one in told] == [alice, alice]
    assert "dernier jour" in told[0].publication.email_subject
    group.refresh_from_db()
    later.refresh_from_db()
    assert not group.is_open and later.is_open


def test_a_group_of_an_exercise_refuses_strangers(aube, alice, bob, catalogue):
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    group = create_group(exercise, new(), by=alice)

    with pytest.raises(OutsideExercise):
        add_to_group(group, user=bob, by=alice)

    assert group.members.count() == 1


def test_a_group_is_kept_from_its_pages(client, cell, alice, django_assert_max_num_queries):
    guest = UserFactory(email="direction@ehpad.example")
    log_in(client, alice)
    page = f"{cell.get_absolute_url()}groupes/"
    words = {"name": "Oxygène", "charter": "Stocks", "expires_on": f"{today():%d/%m/%Y}"}

    empty = client.get(page).content.decode()
    late = client.post(page, words | {"expires_on": "01/01/2020"}).content.decode()
    made = client.post(page, words)["Location"]
    neither = client.post(made, {"email": ""}).content.decode()
    unknown = client.post(made, {"email": "personne@ehpad.example"}).content.decode()
    client.post(made, {"email": guest.email})
    client.post(made, {"role": role(cell, "logistics").pk})
    with django_assert_max_num_queries(45):
        shown = client.get(made).content.decode()
    group = Group.objects.get()
    write = f"{cell.get_absolute_url()}messages/ecrire/?audience={group.code}"
    chosen = client.get(write).content.decode()
    until = today() + timedelta(days=20)
    wrong = client.post(f"{made}prolonger/", {"until": "hier"}).content.decode()
    client.post(f"{made}prolonger/", {"until": f"{until:%d/%m/%Y}"})
    last = group.members.get(user=guest)
    client.post(f"{made}retirer/{last.pk}/")
    listed = client.get(page).content.decode()
    closed = client.post(f"{made}fermer/", follow=True).content.decode()

    assert "Aucun groupe" in empty and "un an au plus tard" in late
    assert "Choisissez une fonction, ou donnez" in neither and "Personne n’a de compte" in unknown
    assert str(guest) in shown and "Qui tient la fonction ce jour-là" in shown
    assert f'value="{group.code}" selected' in chosen
    assert "fr-error-text" in wrong and "hier" in wrong
    group.refresh_from_db()
    assert group.expires_on == until and group.closed_at
    assert "Oxygène" in listed and "Fermé" in closed
    assert group.members.filter(removed_at__isnull=True).count() == 2
    assert Message.objects.count() == 0


def test_by_the_api_one_creates_a_group_writes_to_it_and_each_acknowledges(
    client, cell, alice, bob, emile
):
    def post(path, **said):
        return client.post(f"/api/v1/{path}", said, content_type="application/json")

    log_in(client, alice)
    asked = {"cell": str(cell.uuid), "charter": "Consignes", "expires_on": str(today())}
    made = post("cell-groups/", name="Directeurs", **asked)
    twice = post("cell-groups/", name="Directeurs", **asked)
    add_to_group(Group.objects.get(), user=bob, by=alice)
    words = {"cell": str(cell.uuid), "title": "Masques", "text": "Livrés demain", "audience": "x"}
    words["expires_at"] = (clock.now() + timedelta(days=1)).isoformat()
    to = {"audience": made.json()["audience"], "requires_ack": True, "quick_answers": ["Reçu"]}
    nobody = post("cell-messages/", **words)
    patient = post("cell-messages/", **words | to | {"text": "1 85 05 10 387 001"})
    sent = post("cell-messages/", **words | to)
    log_in(client, emile)
    strangers = [post("cell-groups/", name="Autre", **asked), post("cell-messages/", **words | to)]
    log_in(client, bob)
    mine = client.get("/api/v1/received-messages/").json()["results"]
    path = f"received-messages/{mine[0]['uuid']}/acknowledge/"
    said = [post(path, said="Peut-être"), post(path, said="Reçu"), post(path, said="Reçu")]
    log_in(client, alice)
    group = f"cell-groups/{made.json()['uuid']}"
    acts = [
        post(f"{group}/charter/", charter="Relèves"), post(f"{group}/charter/", charter=NIR),
        post(f"{group}/join/", email=emile.email), post(f"{group}/join/", email=emile.email),
        post(f"{group}/join/", email="inconnue@exemple.test"),
        post(f"{group}/moderate/", email=emile.email, moderates=True),
        post(f"{group}/leave/", email=alice.email), post(f"{group}/leave/", email=bob.email),
        post(f"{group}/leave/", email=bob.email),
    ]  # fmt: skip
    closed = post(f"{group}/close/")

    assert [one.status_code for one in acts] == [204, 400, 204, 409, 400, 409, 409, 204, 400]
    assert Group.objects.get().charter == "Relèves"
    assert (made.status_code, twice.status_code, sent.status_code) == (201, 409, 201)
    assert (nobody.status_code, patient.status_code, closed.status_code) == (409, 400, 204)
    assert {one.status_code for one in strangers} <= {403, 404}
    assert [one["message"]["title"] for one in mine] == ["Masques"]
    assert "groupe « Directeurs »" in mine[0]["reason"]
    assert [one.status_code for one in said] == [409, 204, 409]
    assert Message.objects.get().recipients.get(user=bob).answer == "Reçu"


def test_a_function_is_written_to_in_every_cell_of_the_crisis_but_restricted_ones(
    cell, alice, bob, charlie, emile, aube
):
    def beside(name, who, **more):
        new = NewCell(cell.kind, name, aube, **more)
        other = open_cell(cell.crisis, new, level=2, decided=decided(alice), by=alice)
        join(other, who, "logistics")

    join(cell, bob, "logistics")
    beside("Seconde cellule", charlie)
    beside("Discrète", emile, visibility="restricted")

    reached = preview(cell, "fonction-logistics")

    assert {one.user for one in reached.targets} == {bob.pk, charlie.pk}
    assert any("Seconde cellule" in one.reason for one in reached.targets)
