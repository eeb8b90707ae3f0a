"""Notices of the tests: one told at once, one in bulk, with everybody as the audience."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from coordination.notifications.registry import Notice, register
from portal.accounts.models import User

SECRET = "https://portail.test/r/secret-"


@register
class Fact(Notice):
    """Tells everybody whose last name is that of the subject."""

    slug = "test_fact"
    label = "fait d’essai"
    lifetime = timedelta(hours=2)

    def load(self, subject_id: Any) -> User:
        return User.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        people = User.objects.filter(last_name=self.subject.last_name)
        return people.annotate(
            user_id=F("pk"),
            reference=Concat(Value("ref-"), "first_name", output_field=CharField()),
        )

    def context(self) -> dict[str, Any]:
        return {"person": self.subject}

    def link(self, reference: str) -> str:
        return f"{SECRET}{reference}"


@register
class UrgentFact(Fact):
    slug = "test_urgent"
    label = "fait urgent d’essai"
    queue = "urgent"


@register
class Crowd(Fact):
    """The same, written by a worker; `prepared` counts how often its draw ran."""

    slug = "test_crowd"
    label = "foule d’essai"
    queue = "bulk"
    in_bulk = True
    prepared: ClassVar[list[int]] = []

    def prepare(self) -> None:
        self.prepared.append(self.subject.pk)
