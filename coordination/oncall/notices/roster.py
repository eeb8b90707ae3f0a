"""What a published roster and its corrections tell: to people, and to its recipients."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Value
from django.urls import reverse

from coordination.notifications.models import Channel
from coordination.notifications.registry import Notice, Outsider, register
from coordination.oncall.models import DutyNews, Override, Person, RosterVersion, Transmission
from coordination.oncall.notices.people import ToPeople
from coordination.oncall.selectors.rosters.version import row_said
from coordination.oncall.selectors.wording import period_said
from portal.lib.links import token_for


class AboutVersion(ToPeople):
    """A notice about a version of a roster."""

    def load(self, subject_id: Any) -> RosterVersion:
        return RosterVersion.objects.select_related("roster__line").get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        roster = self.subject.roster
        return {
            "line": str(roster.line),
            "roster": roster.name,
            "version": self.subject.number,
            "motive": self.subject.motive,
        }


@register
class RosterPublished(AboutVersion):
    """Tells each person of a published roster that their duties are known."""

    slug = "roster_published"
    label = "tableau d’astreinte publié"

    def people(self) -> Iterable[Any]:
        return sorted({row["person"] for row in self.subject.content})


@register
class DutiesChanged(ToPeople):
    """Tells somebody which of their duties a correction takes or gives."""

    slug = "duties_changed"
    label = "vos astreintes ont changé"

    def load(self, subject_id: Any) -> DutyNews:
        related = ("version__roster__line", "person")
        return DutyNews.objects.select_related(*related).get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return [self.subject.person.uuid]

    def context(self) -> dict[str, Any]:
        version = self.subject.version
        return {
            "line": str(version.roster.line),
            "roster": version.roster.name,
            "version": version.number,
            "motive": version.motive,
            "gained": [row_said(row) for row in self.subject.gained],
            "lost": [row_said(row) for row in self.subject.lost],
        }


@register
class DutyOverridden(ToPeople):
    """Tells the people that an override puts on call or takes out."""

    slug = "duty_overridden"
    label = "dérogation à un tableau d’astreinte"

    def load(self, subject_id: Any) -> Override:
        return Override.objects.select_related("sector", "line", "role").get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return self.subject.people.values("person__uuid")

    def context(self) -> dict[str, Any]:
        people = self.subject.people.select_related("person")
        return {
            "line": str(self.subject.line),
            "sector": str(self.subject.sector),
            "when": period_said(self.subject.period),
            "motive": self.subject.motive,
            "cancelled": self.subject.cancelled_at is not None,
            "taking": [str(one.person) for one in people if one.side == "added"],
            "leaving": [str(one.person) for one in people if one.side == "removed"],
        }


@register
class RosterSent(Notice):
    """Sends one version to one recipient of the circuit, with a link to read and to receive it."""

    slug = "roster_sent"
    label = "tableau d’astreinte transmis"
    optional = False

    def load(self, subject_id: Any) -> Transmission:
        related = ("version__roster__line", "recipient")
        return Transmission.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Person]:
        return Person.objects.none().annotate(reference=Value(""))

    def outsiders(self) -> list[Outsider]:
        email, key = self.subject.recipient.email, str(self.subject.link_key)
        return [Outsider(((Channel.EMAIL, email),), "", key)] if email else []

    def context(self) -> dict[str, Any]:
        version, diff = self.subject.version, self.subject.version.diff
        return {
            "line": str(version.roster.line),
            "roster": version.roster.name,
            "version": version.number,
            "hash": version.content_hash[:16],
            "recipient": self.subject.recipient.name,
            "motive": version.motive,
            "is_correction": bool(diff),
            "changes": sum(len(diff.get(kind, ())) for kind in ("added", "removed", "changed")),
        }

    def link(self, reference: str) -> str:
        path = reverse("oncall:roster_receipt", args=[token_for(UUID(reference))])
        return f"{settings.PORTAL_BASE_URL}{path}"
