"""An answer as pages and the API show it: who may read which number."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from coordination.oncall.models import ContactMethod, reads_contact
from coordination.oncall.selectors.answering.on_call import Answer, OnCall, Team
from portal.accounts.models import User
from portal.audit.models import Entry

# A number that was opened stays on the page that long.
SHOWN_FOR = timedelta(minutes=15)
KINDS = dict(ContactMethod.Kind.choices)
AUDIENCES = dict(ContactMethod.Audience.choices)


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody, as one reader sees it: `value` is empty while it is masked."""

    pk: int
    kind: str
    label: str
    value: str
    masked: bool
    may_open: bool
    audience: str


@dataclass(frozen=True)
class Shown:
    """A person of an answer, for one reader."""

    name: str
    role: str
    source: str
    contacts: list[Contact]


@dataclass
class ShownAnswer:
    """An answer, for one reader."""

    answer: Answer
    people: list[Shown] = field(default_factory=list)
    next_people: list[Shown] = field(default_factory=list)

    @property
    def next(self) -> Team | None:
        return self.answer.next


def shown_answers(user: User, answers: list[Answer]) -> list[ShownAnswer]:
    """The answers with the numbers that `user` may read; one statement when some are masked."""
    opened = _opened_by(user, answers)
    return [
        ShownAnswer(
            answer,
            [_shown(user, answer, one, opened) for one in answer.people],
            [_shown(user, answer, one, opened) for one in answer.next.people]
            if answer.next
            else [],
        )
        for answer in answers
    ]


def contact_in(answer: Answer, pk: int) -> ContactMethod | None:
    """That contact, if it belongs to somebody who answers now or next."""
    teams = [team for team in (answer.now, answer.next) if team]
    known = {
        contact["pk"] for team in teams for one in team.people for contact in one.person.contacts
    }
    return ContactMethod.objects.filter(pk=pk).first() if pk in known else None


def _shown(user: User, answer: Answer, one: OnCall, opened: set[int]) -> Shown:
    contacts = [_contact(user, raw, answer.managed, opened) for raw in one.person.contacts]
    return Shown(one.person.name, one.role.label, one.source, contacts)


def _contact(user: User, raw: dict[str, Any], managed: bool, opened: set[int]) -> Contact:
    """Shown to its widest audience at once; to a narrower one, once the journal knows."""
    public = raw["audience"] == ContactMethod.Audience.PROFESSIONALS
    visible = public or raw["pk"] in opened
    return Contact(
        pk=raw["pk"],
        kind=raw["kind"],
        label=KINDS[raw["kind"]],
        value=raw["value"] if visible else "",
        masked=not visible,
        may_open=reads_contact(user, raw["audience"], managed=managed),
        audience=AUDIENCES[raw["audience"]],
    )


def _opened_by(user: User, answers: list[Answer]) -> set[int]:
    """The masked contacts that `user` opened a short while ago."""
    masked = {
        contact["pk"]
        for answer in answers
        for team in (answer.now, answer.next)
        if team
        for one in team.people
        for contact in one.person.contacts
        if contact["audience"] != ContactMethod.Audience.PROFESSIONALS
    }
    if not masked:
        return set()
    lately = Entry.objects.filter(
        actor=user.pk,
        action="contact.revealed",
        subject_kind="oncall.contactmethod",
        subject_id__in=[str(pk) for pk in masked],
        at__gt=timezone.now() - SHOWN_FOR,
    )
    return {int(pk) for pk in lately.values_list("subject_id", flat=True)}
