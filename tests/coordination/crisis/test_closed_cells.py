"""Every page and operation about a cell: a patient's number is refused, counted and given back to
who typed it; once the cell is archived nothing is taken, and a sentence says so."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import ERROR, get_messages
from django.db import transaction
from django.test import Client
from django.utils import timezone

from coordination.crisis.models import CardItem, Cell
from portal.audit.models import Entry
from portal.rest import fresh
from portal.ui import once
from portal.ui.fields import ShortText
from tests.coordination.crisis.filled import filled
from tests.coordination.crisis.test_archive import close
from tests.people import log_in
from tests.rights_world import World, addresses, everybody

pytestmark = pytest.mark.django_db
PEOPLE = ("alice", "bob", "charlie", "dora", "emile", "fatou", "gaspard", "helene")
PLACES = ("ehpad", "marne", "reims", "grand_est")
# What is still done around a closed cell, and why: nothing of the cell changes by it.
STILL_DONE = {
    "crisis:redaction_answer": "what was typed by mistake leaves even afterwards (rule 3)",
    "api:received-message-acknowledge": "who was told still says that they have read",
    "crisis:meeting_feed_open": "a calendar is the reader's own",
    "crisis:pack_detail": "nothing is built, the page is shown again",
    "crisis:contact_try": "what the department prepares for the next crisis",
    "crisis:designation_end": "the same",
    "crisis:plan_keep": "the same",
    "crisis:own_card_edit": "the same",
    "crisis:own_statement_edit": "the same",
}

# Whose subject is the crisis, or the list of its cells: another sentence says that it is over.
OF_CRISIS = {
    "api:crisis-suspend", "crisis:crisis_act", "crisis:crisis_assess", "crisis:exercise_act",
    "crisis:objective_add", "crisis:inject_write", "crisis:inject_edit",
}  # fmt: skip
SENTENCE = "Cette cellule est archivée : on peut la lire, plus rien n’y change."


@pytest.fixture
def world(request, monkeypatch, broker):
    """The world of rights: a cell with something of each subject, and an exercise."""
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 86_400)
    # Each form is sent again once the cell is archived: that is no form that left twice.
    monkeypatch.setattr(once, "REMEMBERED", 0)
    logging.disable(logging.CRITICAL)
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    cast, places = (
        {name: request.getfixturevalue(name) for name in names} for names in (PEOPLE, PLACES)
    )
    return World(everybody(cast, places))


def of_pages(world: World) -> dict[str, dict[str, Any]]:
    """What is sent besides what each page proposes."""
    role = world.entry.author_role
    return {
        "crisis:cell_edit": {"phone": "", "fallback_phone": "", "mailbox": ""},
        "crisis:member_list": {"email": world.people["emile"].email, "role": "", "rank": "0"},
        "crisis:handover_write": {"role": role.pk, "email": world.people["emile"].email},
        "crisis:campaign_new": {"commune": ""},
        "crisis:objective_add": {"words": "Appeler vite"},
        "crisis:presence_begin": {"mode": "on_site"},
        "crisis:callout_launch": {"lancer": "1"},
        "crisis:message_write": {"envoyer": "1"},
    }


def of_api(world: World) -> dict[str, Any]:
    """One body that holds what any operation about a cell may ask."""
    alice = world.people["alice"]
    return {
        "cell": str(world.entry.log.cell.uuid), "email": alice.email, "role": "", "to": 1,
        "kind": "received", "title": "Appeler", "text": "Deux ailes", "statement": "Fermer",
        "reason": "renfort", "capacity": "directeur", "basis": "plan", "proof": "vu",
        "due_at": (timezone.now() + timedelta(hours=3)).isoformat(), "done": True,
        "item": CardItem.objects.filter(card__slug="director").first().pk,
    }  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something sent to an address, and whether it was taken while the cell was open."""

    address: str
    data: dict[str, Any]
    api: bool
    texts: tuple[str, ...]
    taken: bool


NIR = "1 84 12 76 451 089 46"
# The texts of forms that another page shows.
ONLY_SENT = {"crisis:objective_add": ("words",), "crisis:presence_begin": ("site",)}
FORMS = {"crisis:plan_keep": "plan_form", "crisis:contact_add": "contact_form"}
BODY_TEXTS = ("title", "text", "statement", "reason", "capacity", "basis", "proof")


class Visitor:
    """Alice, who leads the cell: each of her requests begins with the same cookies."""

    def __init__(self, world: World) -> None:
        self.client = log_in(Client(raise_request_exception=False), world.people["alice"])
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def sends(self, address: str, data: dict[str, Any], *, api: bool) -> Any:
        """The answer; whatever happened is undone."""
        self._again()
        for one in data.values():
            if hasattr(one, "seek"):
                one.seek(0)
        how = {"content_type": "application/json"} if api else {}
        with transaction.atomic():
            answer = self.client.post(address, data, **how)
            answer.blocked = Entry.objects.filter(action="patient_number.blocked").count()
            transaction.set_rollback(True)
        return answer

    def numbered(self, act: "Act") -> Any:
        """The answer when each text of the act is a patient's number."""
        return self.sends(act.address, act.data | dict.fromkeys(act.texts, NIR), api=act.api)

    def _again(self) -> None:
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)


def acts_of(world: World, alice: Visitor) -> dict[str, Act]:
    """The address of each act about crises, what it is sent, what the open cell answers."""
    more, body, found = of_pages(world), of_api(world), {}
    for name, pattern in addresses():
        if not pattern.callback.__module__.startswith("coordination.crisis."):
            continue
        api, address = name.startswith("api:"), world.address(name, pattern)
        if api and "post" not in pattern.callback.actions:
            continue
        data = body if api else more.get(name, {})
        texts = BODY_TEXTS if api else ONLY_SENT.get(name, ())
        answer = alice.sends(address, data, api=api)
        form = (answer.context or {}).get(FORMS.get(name, "form"))
        if not api and not texts and hasattr(form, "fields"):
            data, texts = filled(form) | data, texts_of(form)
            # In doubt the page would propose the higher level, and wait.
            data.pop("hesitates", None)
            answer = alice.sends(address, data, api=api)
        if answer.status_code != 405:
            found[name] = Act(address, data, api, texts, is_done(answer))
    return found


def texts_of(form: Any) -> tuple[str, ...]:
    """The names of what is written there in free words."""
    words = [one for one, field in form.fields.items() if isinstance(field, ShortText)]
    return tuple(form.add_prefix(one) for one in words)


def is_done(answer: Any) -> bool:
    """Whether it was taken: elsewhere it goes, and no error is told there."""
    if answer.status_code in (201, 204):
        return True
    told = [one for one in get_messages(answer.wsgi_request) if one.level >= ERROR]
    return answer.status_code == 302 and not told


def done_of(answers: dict[str, Any]) -> set[str]:
    """The names of what was taken."""
    return {name for name, one in answers.items() if is_done(one)}


def broken(answers: dict[str, Any]) -> dict[str, Any]:
    """What failed, instead of being declined."""
    return {name: one.exc_info[1] for name, one in answers.items() if one.status_code >= 500}


@classmethod
def still_open(cls, db: str, names: list[str], values: list[Any]) -> Cell:
    """The cell as a page reads it an instant before somebody archives it."""
    found = super(Cell, cls).from_db(db, names, values)
    found.archived_at = None
    return found


def says_archived(answer: Any) -> bool:
    """Whether the sentence of an archived cell is in the page, or told on the next one."""
    told = [str(one) for one in get_messages(answer.wsgi_request)]
    return any(SENTENCE in words for words in [answer.content.decode(), *told])


def test_each_page_refuses_a_patient_s_number_and_everything_once_its_cell_is_archived(
    world, alice, monkeypatch
):
    visitor = Visitor(world)
    acts = acts_of(world, visitor)
    numbers = {name: visitor.numbered(act) for name, act in acts.items() if act.texts}
    for pk in (world.entry.log_id, world.inject.cell_id):
        close(Cell.objects.get(pk=pk), alice)
    answers = {
        name: visitor.sends(act.address, act.data, api=act.api) for name, act in acts.items()
    }
    monkeypatch.setattr(Cell, "from_db", still_open)
    met = {
        name: visitor.sends(act.address, act.data, api=act.api)
        for name, act in acts.items()
        if act.taken
    }

    pages = {name: one for name, one in numbers.items() if not acts[name].api}
    kept = {name: (one.blocked, NIR in one.content.decode()) for name, one in pages.items()}
    assert {name: found for name, found in kept.items() if found != (1, True)} == {}
    refused = {name: one for name, one in numbers.items() if "patients" in one.content.decode()}
    assert {name: one.blocked for name, one in refused.items() if one.blocked != 1} == {}
    assert len(refused.keys() - pages.keys()) > 12 and len(pages) > 25
    assert broken(answers) == {} == broken(met)
    assert done_of(answers) | done_of(met) <= STILL_DONE.keys()
    taken = {name for name, act in acts.items() if act.taken}
    silent = {name for name in taken if not says_archived(answers[name])} - STILL_DONE.keys()
    assert silent == OF_CRISIS
    assert len(taken) > 55
