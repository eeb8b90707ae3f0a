"""A message kept before it leaves: read again by somebody else, sent or dropped once."""

import pytest

from coordination.crisis.models import Message, MessageDraft
from coordination.crisis.refusals.message import DraftGone
from coordination.crisis.services.message_draft import Typed, drop_draft, keep_draft
from tests.coordination.crisis.crisis_world import join
from tests.people import log_in

pytestmark = pytest.mark.django_db
WORDS = {"audience": "membres", "title": "Masques", "text": "Livrés demain", "hours": "24"}


def test_one_keeps_a_draft_another_reads_it_again_and_sends_it_once(client, cell, alice, bob):
    join(cell, bob, "logistics")
    base = f"{cell.get_absolute_url()}messages/"
    log_in(client, alice)
    typed = {"audience": "membres", "title": "Masques", "hours": "4", "ack_hours": "4"}
    client.post(f"{base}brouillon/", typed | {"requires_ack": "on"})
    draft = MessageDraft.objects.get()
    listed = client.get(base).content.decode()

    log_in(client, bob)
    again = client.get(f"{base}ecrire/", {"brouillon": draft.uuid}).content.decode()
    kept = client.post(f"{base}brouillon/", WORDS | {"brouillon": draft.uuid})
    sent = client.post(f"{base}ecrire/", WORDS | {"brouillon": draft.uuid, "envoyer": "oui"})
    twice = client.post(f"{base}ecrire/", WORDS | {"brouillon": draft.uuid, "envoyer": "oui"})

    assert "Brouillons à relire" in listed and "Masques" in listed
    assert "Masques" in again and "Livrés" not in again
    assert '<option value="4" selected>' in again.partition('name="ack_hours"')[2][:400]
    assert (kept.status_code, sent.status_code, twice.status_code) == (302, 302, 404)
    draft.refresh_from_db()
    assert draft.sent_as == Message.objects.get() and draft.text == "Livrés demain"
    assert "Brouillons à relire" not in client.get(base).content.decode()
    with pytest.raises(DraftGone):
        drop_draft(draft, by=alice)
    with pytest.raises(DraftGone):
        keep_draft(cell, Typed(title="Tard"), by=alice, draft=draft)


def test_a_draft_holds_no_patient_number_and_is_dropped_once(client, cell, alice):
    base = f"{cell.get_absolute_url()}messages/"
    log_in(client, alice)

    patient = client.post(f"{base}brouillon/", WORDS | {"text": "1 84 12 76 451 089 46"})
    empty = client.post(f"{base}brouillon/", {"audience": "membres", "hours": "24"})
    forged = client.get(f"{base}ecrire/", {"brouillon": "x"}).status_code
    none = MessageDraft.objects.exists()
    client.post(f"{base}brouillon/", WORDS)
    draft = MessageDraft.objects.get()
    drop = f"/crises/brouillons/{draft.uuid}/abandonner/"
    dropped = [client.post(drop, follow=True).content.decode() for _ in range(2)]

    assert "1 84 12 76 451 089 46" in patient.content.decode()
    assert patient.status_code == empty.status_code == 200
    assert (forged, none) == (404, False)
    assert "abandonné" in dropped[0] and "entre-temps" in dropped[1]
    assert not Message.objects.exists()
