"""Alerts as pages show them: the chain before, the steps after, what the auditor looks for."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from coordination.oncall.models import (
    Acknowledgement,
    Alert,
    AlertCall,
    AlertStep,
    Channel,
    EscalationChain,
    Line,
    Target,
)
from coordination.oncall.selectors.alerts.calling import callees, database_now, sector_at, who_of
from portal.accounts.models import User
from portal.lib.links import key_of, token_for
from portal.territories.models import Territory

# A tick each 5 s plays what is due: later than this, nobody plays.
LATE = timedelta(seconds=60)
BOTH = (Channel.SMS.value, Channel.EMAIL.value)


@dataclass(frozen=True)
class PlannedStep:
    """A step before it is frozen."""

    rank: int
    target: str
    role: int | None = None
    named: int | None = None
    channels: tuple[str, ...] = BOTH
    delay_seconds: int = 300
    all_must_answer: bool = False

    def frozen(self, alert: Alert, repeat: int) -> AlertStep:
        """The row of that step in an alert, not saved."""
        return AlertStep(
            alert=alert,
            repeat=repeat,
            rank=self.rank,
            target=self.target,
            role_id=self.role,
            named_id=self.named,
            channels=list(self.channels),
            delay_seconds=self.delay_seconds,
            all_must_answer=self.all_must_answer,
        )

    @property
    def minutes(self) -> int:
        """The wait before the next step."""
        return self.delay_seconds // 60

    @property
    def who(self) -> str:
        """In words."""
        return str(Target(self.target).label)


# For a line that has not said how it is called: a wait of five minutes, then the next one.
ORDINARY = (
    PlannedStep(0, Target.ON_CALL),
    PlannedStep(1, Target.NEXT_ON_CALL),
    PlannedStep(2, Target.COORDINATOR, delay_seconds=600),
)


def chain_for(line: Line) -> EscalationChain | None:
    """The chain of the line by default, None where it has none."""
    return EscalationChain.objects.filter(line=line, is_default=True).first()


def steps_planned(chain: EscalationChain | None) -> list[PlannedStep]:
    """The steps of the chain, or the ordinary ones; a human of the coordination ends them."""
    if chain is None:
        return list(ORDINARY)
    steps = [
        PlannedStep(
            rank,
            step.target,
            step.role_id,
            step.person_id,
            tuple(step.channels),
            step.delay_seconds,
            step.all_must_answer,
        )
        for rank, step in enumerate(chain.steps.order_by("rank"))
    ]
    if not steps or steps[-1].target != Target.COORDINATOR:
        steps.append(PlannedStep(len(steps), Target.COORDINATOR, delay_seconds=600))
    return steps


def preview(line: Line, commune: Territory) -> list[tuple[PlannedStep, list[Any]]]:
    """Who would be called now, step by step; nothing is written."""
    now = database_now()
    imagined = Alert(line=line, commune=commune, sector=sector_at(line, commune, now))
    return [
        (step, callees(imagined, step.target, step.role, step.named, now))
        for step in steps_planned(chain_for(line))
    ]


def alerts_seen(user: User) -> QuerySet[Alert]:
    """The alerts of the lines one sees, and those that called them; the living first."""
    called = AlertCall.objects.filter(user=user.pk).values("step__alert")
    mine = Q(line__in=Line.objects.visible_to(user)) | Q(pk__in=called)
    living = Case(
        When(state=Alert.State.OPEN, then=Value(0)),
        When(state=Alert.State.ACKNOWLEDGED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Alert.objects.filter(mine).annotate(place=living).select_related("line", "commune")


def alert_page(alert: Alert) -> dict[str, Any]:
    """The steps with their calls, who holds the alert, who answered."""
    steps = alert.steps.prefetch_related("calls__person", "calls__user").select_related("named")
    answers = list(
        Acknowledgement.objects.filter(alert=alert)
        .select_related("person", "user")
        .order_by("at", "pk")
    )
    holding = [one for one in answers if one.undone_at is None]
    return {
        "alert": alert,
        "steps": list(steps.order_by("repeat", "rank")),
        "answers": answers,
        "holder": holding[-1] if holding and alert.state == Alert.State.ACKNOWLEDGED else None,
        "now": database_now(),
    }


def call_by_token(token: str) -> AlertCall | None:
    """The call behind a personal link; None when the link is no good, whatever is wrong."""
    key: UUID | None = key_of(token)
    if key is None:
        return None
    related = ("step__alert__line", "step__alert__commune", "user__oncall_person", "person")
    return AlertCall.objects.select_related(*related).filter(link_key=key).first()


def is_of(holder: Acknowledgement | None, call: AlertCall) -> bool:
    """Whether who holds the alert is who was called, with or without an account."""
    if holder is None:
        return False
    return who_of(holder.user_id, holder.person_id) == who_of(call.user_id, call.person_id)


def call_link(key: UUID) -> str:
    """The path of the personal page of a call."""
    return f"/astreintes/a/{token_for(key)}/"


def failures() -> dict[str, int]:
    """What the auditor must know: alerts whose due time is missing or long past."""
    stuck = stuck_alerts()
    return {"alertes en souffrance": stuck} if stuck else {}


def stuck_alerts() -> int:
    """How many living alerts nobody plays: without a due time, or late. 0 when all is well."""
    stuck = Q(next_step_due_at__isnull=True) | Q(next_step_due_at__lt=Now() - LATE)
    return Alert.objects.living().filter(stuck).count()
