"""What the on-call rosters tell: to each person their own duties, to coordinators the holes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, Outsider, register
from coordination.oncall.models import (
    Acknowledgement,
    Alert,
    AlertCall,
    AlertStep,
    Channel,
    ContactCheck,
    ContactMethod,
    Override,
    Person,
    RosterVersion,
    Swap,
)
from coordination.oncall.selectors.alert import call_link
from coordination.oncall.selectors.contact_code import code_of
from coordination.oncall.selectors.wording import period_said, shift_said
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment


class AboutVersion(Notice):
    """A notice about a version of a roster; its link opens the person's duties."""

    optional = False

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

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/astreintes/mes-tours/"


@register
class RosterPublished(AboutVersion):
    """Tells each person of a published roster that their duties are known."""

    slug = "roster_published"
    label = "tableau d’astreinte publié"

    def audience(self) -> QuerySet[Person]:
        return with_account(sorted({row["person"] for row in self.subject.content}))


@register
class DutiesChanged(AboutVersion):
    """Tells whoever gains or loses a duty in a published roster."""

    slug = "duties_changed"
    label = "vos astreintes ont changé"

    def audience(self) -> QuerySet[Person]:
        return with_account(self.subject.diff.get("people", []))


@register
class DutyOverridden(Notice):
    """Tells the people that an override puts on call or takes out."""

    slug = "duty_overridden"
    label = "dérogation à un tableau d’astreinte"
    optional = False

    def load(self, subject_id: Any) -> Override:
        return Override.objects.select_related("sector", "line", "role").get(pk=subject_id)

    def audience(self) -> QuerySet[Person]:
        touched = self.subject.people.values("person__uuid")
        return with_account(touched)

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

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/astreintes/mes-tours/"


class AboutSwap(Notice):
    """A notice about a swap; its link opens the swap."""

    optional = False

    def load(self, subject_id: Any) -> Swap:
        related = ("shift__sector", "shift__role", "shift__line", "giver", "taker", "offered_to")
        return Swap.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        swap = self.subject
        return {
            "line": str(swap.shift.line),
            "shift": shift_said(swap.shift),
            "when": period_said(swap.period),
            "giver": str(swap.giver),
            "taker": str(swap.taker or ""),
            "reason": swap.reason,
            "kind": swap.get_kind_display(),
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class SwapOpened(AboutSwap):
    """Tells those who could take a shift that somebody asks for a swap."""

    slug = "swap_opened"
    label = "échange proposé"

    def audience(self) -> QuerySet[Person]:
        swap = self.subject
        if swap.offered_to_id:
            return with_account([swap.offered_to.uuid])
        members = Person.objects.filter(
            memberships__line=swap.shift.line,
            memberships__membership__contains=swap.period.lower.date(),
            memberships__roles=swap.shift.role,
        ).exclude(pk=swap.giver_id)
        return with_account(members.values("uuid"))


@register
class SwapApplied(AboutSwap):
    """Tells both sides that the shift has changed hands."""

    slug = "swap_applied"
    label = "échange appliqué"

    def audience(self) -> QuerySet[Person]:
        return with_account([self.subject.giver.uuid, self.subject.taker.uuid])


def with_account(uuids: Any) -> QuerySet[Person]:
    """The people of these public identifiers who have an account to be told on."""
    people = Person.objects.filter(uuid__in=uuids, user__isnull=False, user__is_active=True)
    return people.annotate(reference=Value("")).order_by()


class AboutAlert(Notice):
    """A notice about an alert: it leaves at once, and serves nobody two hours later."""

    queue = Queue.URGENT.value
    lifetime = timedelta(hours=2)
    optional = False
    duplicate_is_harmless = True

    @property
    def alert(self) -> Alert:
        """What it is about."""
        return self.subject if isinstance(self.subject, Alert) else self.subject.alert

    def context(self) -> dict[str, Any]:
        alert = self.alert
        return {
            "line": alert.line.name,
            "place": str(alert.commune or alert.sector or ""),
            "about": alert.subject,
            "phone": alert.line.phone,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.alert.get_absolute_url()}"


class ByPersonalLink(AboutAlert):
    """Opens the page that takes the alert in charge, without signing in."""

    sms_mark = "?s"

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{call_link(UUID(reference))}"

    def code(self, reference: str, phone: str) -> str:
        found = AlertCall.objects.filter(link_key=reference).values_list("code", flat=True)
        return found.first() or ""


@register
class AlertCalled(ByPersonalLink):
    """Calls the people of one step of an alert."""

    slug = "alert_called"
    label = "alerte d’astreinte"

    def load(self, subject_id: Any) -> AlertStep:
        return AlertStep.objects.select_related("alert__line", "alert__commune").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        calls = AlertCall.objects.filter(step=self.subject, user__isnull=False)
        return calls.annotate(reference=F("link_key"))

    def context(self) -> dict[str, Any]:
        return super().context() | {"by_sms": Channel.SMS in self.subject.channels}


@register
class AlertHandedOver(ByPersonalLink):
    """Tells whoever comes on call that an alert is under way."""

    slug = "alert_handed_over"
    label = "alerte en cours à votre prise d’astreinte"

    @property
    def alert(self) -> Alert:
        found: Alert = self.subject.step.alert
        return found

    def load(self, subject_id: Any) -> AlertCall:
        return AlertCall.objects.select_related("step__alert__line").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return AlertCall.objects.filter(pk=self.subject.pk).annotate(reference=F("link_key"))

    def context(self) -> dict[str, Any]:
        return super().context() | {"taken": self.alert.state == Alert.State.ACKNOWLEDGED}


class AboutAcknowledgement(AboutAlert):
    """A notice about somebody who took an alert in charge."""

    def load(self, subject_id: Any) -> Acknowledgement:
        related = ("alert__line", "alert__commune", "person", "user")
        return Acknowledgement.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        return super().context() | {"who": str(self.subject.person or self.subject.user)}


@register
class AlertTaken(AboutAcknowledgement):
    """Tells who opened the alert, and the others it called, that somebody has it in charge."""

    slug = "alert_taken"
    label = "alerte prise en charge"

    def audience(self) -> QuerySet[Any]:
        called = AlertCall.objects.filter(step__alert=self.alert, user__isnull=False)
        concerned = Q(pk__in=called.values("user")) | Q(pk=self.alert.opened_by_id)
        people = User.objects.filter(concerned).exclude(pk=self.subject.user_id)
        return people.annotate(user_id=F("pk"), reference=Value(""))


@register
class AlertReminder(AboutAcknowledgement):
    """Asks whoever has an alert in charge whether they still do."""

    slug = "alert_reminder"
    label = "toujours en charge de l’alerte ?"

    def audience(self) -> QuerySet[Any]:
        calls = AlertCall.objects.filter(step__alert=self.alert, user=self.subject.user_id)
        newest = calls.order_by("-pk").values("link_key")[:1]
        person = User.objects.filter(pk=self.subject.user_id)
        key = Cast(Subquery(newest), CharField())
        return person.annotate(user_id=F("pk"), reference=Coalesce(key, Value("")))

    def link(self, reference: str) -> str:
        """Their personal page; that of the alert for who was not called."""
        if not reference:
            return super().link(reference)
        return f"{settings.PORTAL_BASE_URL}{call_link(UUID(reference))}"


@register
class AlertExhausted(AboutAlert):
    """Tells the ARS, and who called, that nobody answered."""

    slug = "alert_exhausted"
    label = "alerte restée sans réponse"

    def load(self, subject_id: Any) -> Alert:
        return Alert.objects.select_related("line", "commune").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        above = Containment.objects.filter(descendant=self.alert.line.territory_id)
        agents = Grant.objects.filter(role=Role.ARS, territory__in=above.values("ancestor"))
        concerned = Q(pk__in=agents.in_force().values("user")) | Q(pk=self.alert.opened_by_id)
        people = User.objects.filter(concerned)
        return people.annotate(user_id=F("pk"), reference=Value(""))


@register
class ContactCode(Notice):
    """Carries a code to the contact to verify, whether its owner has an account or not."""

    slug = "contact_code"
    label = "code de vérification d’un moyen de contact"
    queue = Queue.URGENT.value
    lifetime = timedelta(minutes=15)
    optional = False
    duplicate_is_harmless = True

    def load(self, subject_id: Any) -> ContactCheck:
        return ContactCheck.objects.select_related("contact__person").get(pk=subject_id)

    def audience(self) -> QuerySet[Person]:
        return with_account([])

    def outsiders(self) -> Iterable[Outsider]:
        contact = self.subject.contact
        is_email = contact.kind == ContactMethod.Kind.EMAIL
        channel = Channel.EMAIL if is_email else Channel.SMS
        return [Outsider(((channel.value, contact.value),), contact.person.first_name)]

    def context(self) -> dict[str, Any]:
        return {"person": str(self.subject.contact.person)}

    def code(self, reference: str, phone: str) -> str:
        return code_of(self.subject)
