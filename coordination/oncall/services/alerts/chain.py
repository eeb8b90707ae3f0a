"""The chain of calls of a line is written; the alerts under way keep their own copy."""

from collections.abc import Iterable

from django.db import transaction

from coordination.oncall.models import EscalationChain, EscalationStep, Line
from coordination.oncall.refusals.settings import ChainEmpty
from coordination.oncall.selectors.alerts.alert import PlannedStep
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def write_chain(
    line: Line,
    steps: Iterable[PlannedStep],
    *,
    name: str,
    repeats: int,
    reminder_minutes: int,
    by: User | None,
) -> EscalationChain:
    """The next alerts of the line follow these steps; the coordination always ends them.

    Alerts under way hold a frozen copy: nothing changes for them. Raises ChainEmpty.
    """
    asked = list(steps)
    if not asked:
        raise ChainEmpty
    Line.objects.select_for_update().get(pk=line.pk)
    chain, _ = EscalationChain.objects.get_or_create(
        line=line, is_default=True, defaults={"name": name}
    )
    chain.name, chain.repeats, chain.reminder_minutes = name, repeats, reminder_minutes
    chain.full_clean()
    chain.save()
    chain.steps.all().delete()
    EscalationStep.objects.bulk_create(
        EscalationStep(
            chain=chain,
            rank=rank,
            target=step.target,
            role_id=step.role,
            person_id=step.named,
            channels=list(step.channels),
            delay_seconds=step.delay_seconds,
            all_must_answer=step.all_must_answer,
        )
        for rank, step in enumerate(asked)
    )
    record(by, "chain.written", chain, line=line.slug, steps=len(asked))
    return chain
