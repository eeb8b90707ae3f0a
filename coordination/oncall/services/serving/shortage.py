"""The shortage file: opened, fed step by step, closed. What is noted in it stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from coordination.oncall.models import Line, Sector, ShortageFile, ShortageStep
from coordination.oncall.refusals.served import (
    RequisitionUnnamed,
    ShortageClosed,
    ShortageReversed,
    ShortageTooLong,
    StepAnswerEarly,
    StepToCome,
)
from portal.accounts.models import User
from portal.audit.services import record

LONGEST_DAYS = 200
Kind = ShortageStep.Kind


@dataclass(frozen=True)
class Step:
    """What was done: which act, with whom, when, how many were reached, what they answered."""

    kind: str
    party: str
    at: datetime
    who: str = ""
    means: str = ""
    reached: int | None = None
    answer: str = ""
    answered_at: datetime | None = None
    reference: str = ""
    served_at: datetime | None = None


@transaction.atomic
def open_shortage(
    line: Line, *, first: date, last: date, by: User | None, sector: Sector | None = None
) -> ShortageFile:
    """A file for the days from `first` to `last` included. Raises ShortageReversed,
    ShortageTooLong."""
    if last < first:
        raise ShortageReversed
    if (last - first).days >= LONGEST_DAYS:
        raise ShortageTooLong(days=LONGEST_DAYS)
    days = DateRange(first, last + timedelta(days=1))
    file = ShortageFile.objects.create(line=line, sector=sector, days=days, opened_by=by)
    record(by, "shortage.opened", file, line=line.slug)
    return file


@transaction.atomic
def note_step(file: ShortageFile, step: Step, *, by: User | None) -> ShortageStep:
    """The step stands in the file for good. Raises ShortageClosed, StepToCome,
    StepAnswerEarly, RequisitionUnnamed."""
    fresh = ShortageFile.objects.select_for_update().get(pk=file.pk)
    if fresh.closed_at is not None:
        raise ShortageClosed(when=f"{timezone.localtime(fresh.closed_at):%d/%m/%Y}")
    now = timezone.now()
    if any(mark and mark > now for mark in (step.at, step.answered_at, step.served_at)):
        raise StepToCome
    if any(mark and mark < step.at for mark in (step.answered_at, step.served_at)):
        raise StepAnswerEarly
    if step.kind == Kind.REQUISITION and not step.reference.strip():
        raise RequisitionUnnamed
    noted = ShortageStep.objects.create(
        file=fresh,
        kind=step.kind,
        party=step.party,
        at=step.at,
        who=step.who,
        means=step.means,
        reached=step.reached,
        answer=step.answer,
        answered_at=step.answered_at,
        reference=step.reference.strip(),
        served_at=step.served_at,
        noted_by=by,
    )
    record(by, "shortage.noted", fresh, step=noted.pk, kind=step.kind)
    return noted


@transaction.atomic
def close_shortage(file: ShortageFile, *, by: User | None) -> None:
    """Nothing is added any more. Raises ShortageClosed."""
    open_files = ShortageFile.objects.filter(pk=file.pk, closed_at__isnull=True)
    if open_files.update(closed_at=timezone.now()) != 1:
        file.refresh_from_db()
        closed = timezone.localtime(file.closed_at)
        raise ShortageClosed(when=f"{closed:%d/%m/%Y}")
    record(by, "shortage.closed", file)
