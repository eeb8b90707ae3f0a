"""A situation report is drafted by itself, completed, validated by another, issued once."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from coordination.crisis import clock
from coordination.crisis.models import (
    Cell,
    EntryKind,
    Importance,
    Indicator,
    Log,
    Reading,
    Sitrep,
    SitrepDocument,
    SitrepFigure,
)
from coordination.crisis.notices.sitrep import SitrepIssued
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.refusals.sitrep import (
    AnticipationMissing,
    NotValidator,
    OwnSitrep,
    SitrepMoved,
    SitrepUnderWay,
)
from coordination.crisis.rules import may_validate_sitrep, may_write_log
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.sitrep import last_issued
from coordination.crisis.selectors.sitrep_feed import figures_known, lines_known
from coordination.crisis.services.figures import add_readings, credit
from coordination.crisis.services.sitrep_document import sitrep_pdf
from coordination.crisis.services.sitrep_follow import reckon_due, send_receipts
from coordination.crisis.services.writing import note
from coordination.crisis.sources import Window
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number

State, Audience = Sitrep.State, Sitrep.Audience
LONGEST = 4000


@transaction.atomic
def draft_sitrep(cell: Cell, *, audience: str = Audience.CELL, by: User) -> Sitrep:
    """The next number of `cell` is a draft, filled with what is known since the report before.

    Nothing of the log enters by itself in what is for partners or for the public. Raises
    NotOnDuty, CellArchived, SitrepUnderWay.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    cell = Cell.objects.select_for_update().get(pk=cell.pk)
    if cell.archived_at is not None:
        raise CellArchived
    mine = Sitrep.objects.filter(cell=cell)
    moving = mine.filter(audience=audience).exclude(state__in=Sitrep.OUT).first()
    if moving is not None:
        raise SitrepUnderWay(number=moving.number)
    last = last_issued(cell)
    window = Window(cell, since=last.as_of if last else cell.opened_at, until=clock.now())
    sitrep = Sitrep.objects.create(
        cell=cell,
        number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        audience=audience,
        level=cell.level,
        since=window.since,
        as_of=window.until,
        author=by,
        **(_assembled(window) if audience == Audience.CELL else {}),
    )
    _copy_figures(sitrep, window)
    record(by, "sitrep.drafted", sitrep, number=sitrep.number)
    _say(sitrep, "en rédaction", by=by)
    return sitrep


@transaction.atomic
def edit_sitrep(
    sitrep: Sitrep, words: Mapping[str, str], *, by: User, confirmed: bool = False
) -> None:
    """The draft says `words` (section to text). Raises NotOnDuty, PatientNumber, PatientDoubt,
    SitrepMoved."""
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    said = {name: words[name].strip() for name in Sitrep.SECTIONS if name in words}
    whole = " · ".join(said.values())
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))
    _move(sitrep, State.DRAFT, State.DRAFT, **said)
    record(by, "sitrep.edited", sitrep)


@transaction.atomic
def refresh_figures(sitrep: Sitrep, *, by: User) -> None:
    """The draft bears the figures known now, and says so. Raises NotOnDuty, SitrepMoved."""
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    now = clock.now()
    _move(sitrep, State.DRAFT, State.DRAFT, as_of=now)
    sitrep.figures.all().delete()
    _copy_figures(sitrep, Window(sitrep.cell, since=sitrep.since, until=now))
    record(by, "sitrep.figures_refreshed", sitrep)


@transaction.atomic
def fill_short(
    sitrep: Sitrep,
    words: Mapping[str, str],
    figures: Mapping[Indicator, Decimal],
    *,
    by: User,
    confirmed: bool = False,
) -> None:
    """The ten fields of a plan bleu: four texts, and the figures of the house, declared at once.

    Raises what `edit_sitrep` and `declare_figures` raise.
    """
    edit_sitrep(sitrep, words, by=by, confirmed=confirmed)
    structure = sitrep.cell.structure
    if structure is not None and figures:
        source = Reading.Source.FORM
        readings = add_readings(structure, figures, by=by, source=source, cell=sitrep.cell)
        refresh_figures(sitrep, by=by)
        credit(structure, readings, by=by)


@transaction.atomic
def submit_sitrep(sitrep: Sitrep, *, by: User) -> None:
    """Draft to awaiting validation. Raises NotOnDuty, AnticipationMissing, SitrepMoved."""
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    rows = Sitrep.objects.select_for_update().filter(pk=sitrep.pk, state=State.DRAFT)
    if rows.filter(anticipation="").exists():
        raise AnticipationMissing
    _move(sitrep, State.DRAFT, State.SUBMITTED, submitted_at=clock.now())
    record(by, "sitrep.submitted", sitrep)
    _say(sitrep, "en rédaction → à valider", by=by)


@transaction.atomic
def send_back_sitrep(sitrep: Sitrep, *, by: User) -> None:
    """Awaiting validation to draft again. Raises NotOnDuty, SitrepMoved."""
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    _move(sitrep, State.SUBMITTED, State.DRAFT, submitted_at=None)
    record(by, "sitrep.sent_back", sitrep)
    _say(sitrep, "à valider → en rédaction", by=by)


@transaction.atomic
def validate_sitrep(sitrep: Sitrep, *, by: User) -> None:
    """Fixed for good, with its hash and the head of the log; of two at once, one wins.

    Raises NotValidator, OwnSitrep, SitrepMoved (which names who did).
    """
    if not may_validate_sitrep(by, sitrep):
        raise NotValidator
    if sitrep.level >= 2 and sitrep.author_id == by.pk:
        raise OwnSitrep
    head = Log.objects.get(cell=sitrep.cell_id)
    fixed = {
        "validator": by,
        "validated_at": clock.now(),
        "content_hash": content_hash(Sitrep.objects.get(pk=sitrep.pk)),
        "log_seq": head.last_seq,
        "log_head": head.head,
    }
    _move(sitrep, State.SUBMITTED, State.VALIDATED, **fixed)
    record(by, "sitrep.validated", sitrep, hash=sitrep.content_hash)
    _say(sitrep, f"à valider → validé, empreinte {sitrep.content_hash[:16]}", by=by)


@transaction.atomic
def issue_sitrep(sitrep: Sitrep, *, by: User) -> None:
    """Sent, with its PDF; the report before, for the same audience, is replaced.

    Raises NotOnDuty, SitrepMoved.
    """
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    Cell.objects.select_for_update().get(pk=sitrep.cell_id)
    same = Sitrep.objects.filter(cell=sitrep.cell_id, audience=sitrep.audience)
    same.filter(state=State.ISSUED).update(state=State.REPLACED)
    now = clock.now()
    every = level_of(sitrep.cell)
    hours = every.sitrep_every_hours if every and sitrep.cell.is_active else None
    next_at = now + timedelta(hours=hours) if hours else None
    _move(sitrep, State.VALIDATED, State.ISSUED, issued_at=now, next_at=next_at)
    pdf = sitrep_pdf(sitrep)
    SitrepDocument.objects.create(sitrep=sitrep, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())
    record(by, "sitrep.issued", sitrep, sha256=sitrep.document.sha256)
    send_receipts(sitrep)
    reckon_due(sitrep.cell)
    notify(SitrepIssued, sitrep)
    _say(sitrep, f"validé → diffusé à {sitrep.get_audience_display()}", by=by, important=True)


def content_hash(sitrep: Sitrep) -> str:
    """SHA-256 of every word and figure of the report, in a fixed order."""
    figures = sitrep.figures.order_by("rank", "pk")
    content = {
        "cell": str(sitrep.cell.uuid),
        "number": sitrep.number,
        "audience": str(sitrep.audience),
        "as_of": sitrep.as_of.isoformat(),
        "sections": sitrep.sections,
        "figures": [
            [one.code, one.label, str(one.value), one.unit, one.source, str(one.as_of)]
            for one in figures
        ],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _assembled(window: Window) -> dict[str, str]:
    found = {name: "\n".join(lines_known(name, window)) for name in Sitrep.SECTIONS}
    return {name: words[:LONGEST] for name, words in found.items()}


def _copy_figures(sitrep: Sitrep, window: Window) -> None:
    SitrepFigure.objects.bulk_create(
        SitrepFigure(
            sitrep=sitrep,
            rank=rank,
            code=one.code,
            label=one.label,
            value=one.value,
            unit=one.unit,
            source=one.source,
            as_of=one.as_of,
            fresh_hours=one.fresh_hours,
            is_count=one.is_count,
        )
        for rank, one in enumerate(figures_known(window))
    )


def _move(sitrep: Sitrep, before: str, after: str, **with_it: Any) -> None:
    """The state is changed by one writer only. Raises SitrepMoved, which names the validator."""
    if sitrep.cell.archived_at is not None:
        raise CellArchived
    rows = Sitrep.objects.filter(pk=sitrep.pk, state=before)
    if rows.update(state=after, **with_it) != 1:
        sitrep = Sitrep.objects.select_related("validator").get(pk=sitrep.pk)
        who = f", par {sitrep.validator}" if sitrep.validator else ""
        raise SitrepMoved(state=sitrep.get_state_display(), who=who)
    sitrep.refresh_from_db()


def _say(sitrep: Sitrep, move: str, *, by: User, important: bool = False) -> None:
    note(
        sitrep.cell,
        f"{sitrep} : {move}.",
        by=by,
        kind=EntryKind.SENT if important else EntryKind.ACTION,
        importance=Importance.IMPORTANT if important else Importance.NORMAL,
        links=(sitrep.get_absolute_url(),),
    )
