"""Public alerts as CAP 1.2, and the feed of those in force."""

from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from coordination.crisis import cap, clock
from coordination.crisis.models import Cell, CellMember, Mode, PublicAlert
from portal.accounts.models import User
from portal.territories.models import Territory

RELATED = (
    "cell__crisis", "cell__structure", "cell__territory", "area", "refers_to__cell",
    "author", "validator",
)  # fmt: skip
STATUS = {Mode.ACTUAL: "Actual", Mode.EXERCISE: "Exercise", Mode.TEST: "Test"}
MOST = 100


def alerts_of(cell: Cell) -> QuerySet[PublicAlert]:
    """Those of a cell, the newest first."""
    return PublicAlert.objects.filter(cell=cell).select_related(*RELATED).order_by("-pk")


def alerts_seen(user: User) -> QuerySet[PublicAlert]:
    """Those of the cells that `user` sees; drafts only where they write."""
    seen = PublicAlert.objects.filter(cell__in=Cell.objects.visible_to(user))
    inside = CellMember.objects.filter(
        user=user.pk, period__contains=clock.now(), standing=CellMember.Standing.MEMBER
    )
    return seen.filter(Q(sent_at__isnull=False) | Q(cell__in=inside.values("cell"))).select_related(
        *RELATED
    )


def areas_of(cell: Cell) -> QuerySet[Territory]:
    """The places that an alert of `cell` may be about: its territory, and its parts."""
    inside = Territory.objects.within([cell.territory_id]).exclude(kind="commune")
    here = Q(pk__in=inside.values("pk")) | Q(pk=cell.territory_id)
    return Territory.objects.filter(here).order_by("kind", "name")


def published(uuid: UUID) -> PublicAlert | None:
    """A published one, of an exercise too: its status says so."""
    sent = PublicAlert.objects.filter(uuid=uuid, sent_at__isnull=False)
    return sent.select_related(*RELATED).first()


def cap_of(alert: PublicAlert) -> cap.Alert:
    """The alert in the words of CAP, hours with the offset of its place."""
    zone = ZoneInfo(alert.cell.territory.timezone)
    before = alert.refers_to
    prefix = "EXERCICE – " if alert.cell.crisis.is_exercise else ""
    cited: tuple[cap.Reference, ...] = ()
    if before is not None and before.sent_at is not None:
        cited = (cap.Reference(_sender(), str(before.uuid), before.sent_at.astimezone(zone)),)
    return cap.Alert(
        identifier=str(alert.uuid),
        sender=_sender(),
        sender_name=str(alert.cell.structure or alert.cell.territory),
        sent=(alert.sent_at or clock.now()).astimezone(zone),
        status=STATUS[Mode(alert.cell.crisis.mode)],
        kind=alert.kind,
        event=f"{prefix}{alert.event}",
        headline=f"{prefix}{alert.headline}",
        description=f"{prefix}{alert.description}",
        instruction=alert.instruction,
        audience=alert.audience,
        urgency=alert.urgency,
        severity=alert.severity,
        certainty=alert.certainty,
        onset=alert.onset_at.astimezone(zone) if alert.onset_at else None,
        expires=alert.expires_at.astimezone(zone),
        area=str(alert.area),
        area_code=alert.area.code,
        web=address_of(alert),
        references=cited,
    )


def feed() -> bytes:
    """Alerts in force, and the cancellations still to be known; never those of an exercise."""
    rows = PublicAlert.objects.published().filter(expires_at__gt=clock.now())
    alerts = list(rows.select_related(*RELATED).order_by("-sent_at", "-pk")[:MOST])
    latest = max((one.sent_at for one in alerts if one.sent_at), default=clock.now())
    return cap.feed_of(
        [(cap_of(one), address_of(one)) for one in alerts],
        address=f"{settings.PORTAL_BASE_URL}/crises/alertes/",
        title="Alertes au public des cellules de crise",
        updated=latest,
    )


def address_of(alert: PublicAlert) -> str:
    """Where its XML is read, without an account."""
    return f"{settings.PORTAL_BASE_URL}/crises/alertes/{alert.uuid}/"


def _sender() -> str:
    """Unique for ever: CAP advises an internet name."""
    return urlsplit(settings.PORTAL_BASE_URL).hostname or "portail"
