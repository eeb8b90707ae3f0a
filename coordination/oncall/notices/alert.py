"""What is told while an alert lives: to the people called, to who opened it, to the ARS."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, Outsider, register
from coordination.oncall.models import Acknowledgement, Alert, AlertCall, AlertStep, Channel
from coordination.oncall.selectors.alerts.alert import call_link
from coordination.oncall.selectors.alerts.calling import WAYS, usable_contacts
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment


def called_outside(calls: QuerySet[AlertCall]) -> list[Outsider]:
    """Those called without an account, by the contact of their last call, then their others."""
    found: dict[int, AlertCall] = {}
    outside = calls.filter(user=None, person__isnull=False).select_related("person", "contact")
    for call in outside.order_by("pk"):
        found[call.person_id or 0] = call
    known = usable_contacts(found)
    outsiders = []
    for pk, call in found.items():
        own = sorted(known.get(pk, ()), key=lambda one: one.pk != call.contact_id)
        ways = tuple((WAYS[one.kind], one.value) for one in own)
        outsiders.append(Outsider(ways, getattr(call.person, "first_name", ""), str(call.link_key)))
    return outsiders


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

    def calls(self) -> QuerySet[AlertCall]:
        """The calls that it carries."""
        raise NotImplementedError

    def audience(self) -> QuerySet[Any]:
        return self.calls().filter(user__isnull=False).annotate(reference=F("link_key"))

    def outsiders(self) -> list[Outsider]:
        return called_outside(self.calls())

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

    def calls(self) -> QuerySet[AlertCall]:
        return AlertCall.objects.filter(step=self.subject)

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

    def calls(self) -> QuerySet[AlertCall]:
        return AlertCall.objects.filter(pk=self.subject.pk)

    def context(self) -> dict[str, Any]:
        return super().context() | {"taken": self.alert.state == Alert.State.ACKNOWLEDGED}


class AboutAcknowledgement(AboutAlert):
    """A notice about somebody who took an alert in charge."""

    def load(self, subject_id: Any) -> Acknowledgement:
        related = ("alert__line", "alert__commune", "person", "user")
        return Acknowledgement.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        return super().context() | {"who": str(self.subject.person or self.subject.user)}

    def link(self, reference: str) -> str:
        """Their personal page; that of the alert for who was not called."""
        if not reference:
            return super().link(reference)
        return f"{settings.PORTAL_BASE_URL}{call_link(UUID(reference))}"


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

    def outsiders(self) -> list[Outsider]:
        calls = AlertCall.objects.filter(step__alert=self.alert)
        if self.subject.user_id is None:
            calls = calls.exclude(person=self.subject.person_id)
        return called_outside(calls)


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

    def outsiders(self) -> list[Outsider]:
        if self.subject.user_id:
            return []
        calls = AlertCall.objects.filter(step__alert=self.alert, person=self.subject.person_id)
        return called_outside(calls)


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
