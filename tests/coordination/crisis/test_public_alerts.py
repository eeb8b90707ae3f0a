"""Alerts to the public: validated by communication, kept, read in CAP 1.2 by anybody."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection

from coordination.crisis import cap, clock, emsi
from coordination.crisis.models import Mode, PublicAlert
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.refusals.public_alert import AlertFollowed, AlertSent, NotCommunication
from coordination.crisis.selectors.public_alert import cap_of, feed
from coordination.crisis.services.public_alert import NewAlert, publish_alert, write_alert
from coordination.crisis.services.task import NewTask, create_task
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import log_in


def said(cell, **more):
    told = {
        "event": "Épidémie", "headline": "Portez un masque", "description": "Cas < 5 & en hausse",
        "urgency": "Immediate", "severity": "Severe", "certainty": "Observed",
        "expires_at": clock.now() + timedelta(days=2), "area": cell.territory,
        "instruction": "Restez chez vous en cas de fièvre.",
    }  # fmt: skip
    return NewAlert(**told | more)


def publish(cell, by, **more):
    alert = write_alert(cell, said(cell), by=by, **more)
    publish_alert(alert, by=by)
    return alert


@pytest.mark.django_db
def test_only_communication_or_the_lead_publishes_and_then_nothing_changes(cell, alice, bob):
    join(cell, bob, "situation")
    alert = write_alert(cell, said(cell), by=bob)
    with pytest.raises(NotCommunication):
        publish_alert(alert, by=bob)
    publish_alert(alert, by=alice)
    with pytest.raises(AlertSent):
        publish_alert(alert, by=alice)
    with pytest.raises(PatientNumber):
        write_alert(cell, said(cell, headline="1 84 12 76 451 089 46"), by=bob)

    with pytest.raises(DatabaseError, match="does not change"), connection.cursor() as cursor:
        cursor.execute("UPDATE crisis_publicalert SET headline = 'x'")


@pytest.mark.django_db
def test_an_update_then_a_cancellation_refer_to_the_one_before_once(cell, alice):
    first = publish(cell, alice)
    second = publish(cell, alice, kind=PublicAlert.Kind.UPDATE, refers_to=first)
    third = publish(cell, alice, kind=PublicAlert.Kind.CANCEL, refers_to=second)
    with pytest.raises(AlertFollowed):
        publish(cell, alice, kind=PublicAlert.Kind.CANCEL, refers_to=first)

    written = [cap.xml_of(cap_of(one)) for one in (first, second, third)]
    assert [cap.problems(one) for one in written] == [[], [], []]
    assert str(second.uuid) in written[2].decode() and "<references>" not in written[0].decode()
    assert not PublicAlert.objects.in_force().exists()


@pytest.mark.django_db
def test_anybody_reads_the_feed_and_an_exercise_never_enters_it(client, cell, alice, aube):
    real = publish(cell, alice)
    draft = write_alert(cell, said(cell), by=alice)
    exercise = publish(open_departmental(aube, by=alice, mode=Mode.EXERCISE), alice)

    atom = client.get("/crises/alertes/")
    message = client.get(f"/crises/alertes/{real.uuid}/")
    played = client.get(f"/crises/alertes/{exercise.uuid}/").content.decode()

    ElementTree.fromstring(atom.content)
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert str(real.uuid) in feed().decode() and str(exercise.uuid) not in atom.content.decode()
    assert cap.problems(message.content) == [] and "&lt; 5 &amp;" in message.content.decode()
    assert "<status>Exercise</status>" in played and "EXERCICE" in played
    assert client.get(f"/crises/alertes/{draft.uuid}/").status_code == 404


@pytest.mark.django_db
def test_the_cell_writes_publishes_and_updates_from_its_pages(client, cell, alice, fatou):
    log_in(client, alice)
    base = f"{cell.get_absolute_url()}alertes/"
    words = {
        "event": "Canicule", "headline": "Buvez", "description": "Il fait chaud",
        "urgency": "Expected", "severity": "Minor", "certainty": "Likely",
        "area": cell.territory_id, "expires_at_day": "2099-01-01", "expires_at_hour": "10:00",
    }  # fmt: skip
    written = client.post(f"{base}ecrire/", words)
    alert = PublicAlert.objects.get()
    hidden = log_in(client, fatou).get(base).content.decode()
    log_in(client, alice).post(f"{base}{alert.uuid}/publier/")
    shown = client.get(base).content.decode()
    follow = f"{base}ecrire/?suite={alert.uuid}&sorte=annulation"
    again = client.get(follow).content.decode()
    client.post(follow, words)

    assert written.status_code == 302 and "Buvez" not in hidden
    assert "Mettre à jour" in shown and "annulation" in again
    assert PublicAlert.objects.latest("pk").refers_to == alert
    assert client.get(f"{base}ecrire/?suite={cell.uuid}&sorte=maj").status_code == 404


ZONE = UTC
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=ZONE)
GOOD = cap.Alert(
    "id-1", "portail.example", "ARS", NOW, "Actual", "Alert", "Épidémie", "Titre", "Texte",
    "Immediate", "Severe", "Observed", NOW + timedelta(days=1), "Aube", "10", "https://x.example",
)  # fmt: skip


@pytest.mark.parametrize(
    "old, new, found",
    [
        (b"+00:00</sent>", b"Z</sent>", "sent"),
        (b"<urgency>Immediate", b"<urgency>Now", "urgency"),
        (b"<scope>Public</scope>", b"", "scope is missing"),
        (b"<identifier>id-1", b"<identifier>id 1", "identifier"),
        (b"<msgType>Alert", b"<msgType>Update", "refers to an earlier"),
        (b"<scope>Public</scope>", b"<scope>Public</scope><source>x</source>", "not in order"),
        (b"<category>Health</category>", b"<category>Sante</category>", "category"),
    ],
)
def test_what_breaks_the_standard_is_named(old, new, found):
    good = cap.xml_of(GOOD)

    assert cap.problems(good) == []
    assert any(found in one for one in cap.problems(good.replace(old, new, 1)))


@pytest.mark.django_db
def test_a_crisis_is_exported_in_emsi_without_what_its_reader_does_not_read(
    client, cell, alice, fatou
):
    due_at = clock.now() + timedelta(hours=1)
    create_task(cell, NewTask("Ouvrir la salle B", owner=alice, due_at=due_at), by=alice)
    page = f"{cell.crisis.get_absolute_url()}emsi/"

    mine = log_in(client, alice).get(page).json()
    theirs = log_in(client, fatou).get(page).json()

    assert emsi.problems(mine) == emsi.problems(theirs) == []
    assert mine["CONTEXT"]["MODE"] == "ACTUAL" and mine["CONTEXT"]["LEVEL"] == "STRTGC"
    assert (mine["EVENT"]["STATUS"], mine["EVENT"]["SCALE"]) == ("IPR", 2)
    assert mine["MISSION"][0]["STATUS"] == "NST" and "MISSION" not in theirs
    assert "CASUALTIES" not in str(mine)


@pytest.mark.parametrize(
    "part, name, value",
    [
        ("CONTEXT", "MODE", "EXCERCS"),
        ("EVENT", "RISK_ASSESMNT", "INCREA"),
        ("EVENT", "STATUS", "PAU"),
        ("EVENT", "CASUALTIES", [3]),
        ("EVENT", "DECL_DATIME", "2026-03-01T08:00:00Z"),
        ("EVENT", "SCALE", 6),
    ],
)
def test_what_breaks_emsi_is_named(part, name, value):
    event = emsi.Event(
        "id", "2026-10-001", "Épidémie", "exercise", "IPR", 3, "increasing", NOW, NOW, NOW
    )
    good = emsi.message_of(event)

    assert emsi.problems(good) == []
    assert (good["CONTEXT"]["MODE"], good["EVENT"]["RISK_ASSESMNT"]) == ("EXERCS", "NCREA")
    assert emsi.problems(good | {part: good[part] | {name: value}})
