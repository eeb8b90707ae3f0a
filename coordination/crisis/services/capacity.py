"""An establishment writes its planned steps; the lines of the register become one reading."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from coordination.crisis.capacity import RegisterLine, register_total
from coordination.crisis.models import CapacityStep, Indicator, Reading, RegisterEntry
from coordination.crisis.refusals.capacity import NotItsManager, RegisterRepeats, StepKnown
from coordination.crisis.rules import may_plan_capacity
from coordination.crisis.services.figures import add_readings, credit
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def plan_step(step: CapacityStep, *, by: User) -> None:
    """The step, not saved yet, is planned. Raises NotItsManager, StepKnown."""
    structure = step.structure
    if not may_plan_capacity(by, structure):
        raise NotItsManager(structure=structure)
    # Two at once for the same target: the second waits here, then is told.
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    same = CapacityStep.objects.filter(structure=structure, kind=step.kind, target=step.target)
    if same.exists():
        raise StepKnown(target=step.target, structure=structure)
    step.full_clean()
    step.save()
    record(by, "capacity.planned", structure, target=step.target, kind=step.kind)


@transaction.atomic
def drop_step(step: CapacityStep, *, by: User) -> None:
    """The step is planned no more; the history keeps it. Raises NotItsManager."""
    if not may_plan_capacity(by, step.structure):
        raise NotItsManager(structure=step.structure)
    record(by, "capacity.dropped", step.structure, target=step.target, kind=step.kind)
    step.delete()


@transaction.atomic
def receive_register(
    structure: Structure, indicator: Indicator, lines: Sequence[RegisterLine], *, as_of: datetime
) -> Reading:
    """The lines are kept with their keys, and their total is a reading of source ROR (rule 15).

    Raises RegisterRepeats, ReadingOutOfRange, ReadingJumps.
    """
    keys = [(line.beds, line.assignment) for line in lines]
    repeated = next((line for line, key in zip(lines, keys, strict=True) if keys.count(key) > 1),
                    None)  # fmt: skip
    if repeated is not None:
        raise RegisterRepeats(line=f"{repeated.kind}, {repeated.status}, {repeated.location}")
    values = {indicator: register_total(lines)}
    readings = add_readings(structure, values, by=None, source=Reading.Source.ROR, as_of=as_of)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            reading=readings[0], location=line.location, kind=line.kind, status=line.status,
            temporality=line.temporality, crisis_type=line.crisis_type,
            assignment=line.assignment, count=line.count,
        )
        for line in lines
    )  # fmt: skip
    credit(structure, readings, by=None)
    return readings[0]
