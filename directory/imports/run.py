"""One run of a FINESS import: the file streams to the staging tables, then becomes structures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from directory.imports.applying import apply
from directory.imports.decoding import Extraction
from directory.imports.examples import examples
from directory.imports.loading import BATCH, CsvLoader, JsonLoader
from directory.imports.report import Report
from directory.imports.staging import (
    REMARKS,
    Expected,
    create_tables,
    drop_tables,
    expect,
    position_counts,
    settle,
)
from directory.models import ImportRun
from directory.refusals import TooMuchChanges

JSON_LEVELS, CSV_LEVELS = ["legal", "site"], ["site"]
# Below, a share means nothing: a test, a demonstration, a handful of sites typed by hand.
FEWEST_GUARDED = 200
MOST_VANISHED, MOST_CHANGED = 0.05, 0.30
MOST_REMARKS = 2_000


@dataclass(frozen=True)
class Guards:
    """What the person who imports vouches for: a part of the country; an unusual change."""

    is_partial: bool = False
    is_accepted: bool = False


def run_import(extraction: Extraction, run: ImportRun, report: Report, guards: Guards) -> None:
    """The directory says what the extraction says, and `report` tells how; in a transaction.

    Raises NotFiness, TooMuchChanges: then nothing may be kept.
    """
    create_tables()
    is_json = extraction.layout == "json"
    loader = JsonLoader(extraction) if is_json else CsvLoader(extraction)
    report.tell("Étape 1 sur 3 : lecture du fichier")
    report.read = loader.load_all()
    report.tell("Étape 2 sur 3 : comparaison avec l’annuaire")
    settle(extraction.extracted_on)
    expected = expect(
        JSON_LEVELS if is_json else CSV_LEVELS,
        is_partial=guards.is_partial or _is_archive(run),
    )
    report.closed = expected.closing
    report.positions = position_counts()
    for rejected, line, finess, reason in _remarks():
        (report.rejected if rejected else report.warnings).add(line, finess, reason)
    _guard(expected, run, guards)
    report.tell("Étape 3 sur 3 : écriture de ce qui change")
    applied = apply(run, has_groups=is_json)
    report.created, report.updated, report.absent = (
        applied.created,
        applied.updated,
        applied.absent,
    )
    drop_tables()


def _is_archive(run: ImportRun) -> bool:
    """An older extraction than the last one says nothing of what is absent from it."""
    last = ImportRun.objects.last_applied(run.source)
    if last is None or last.extracted_on is None or run.extracted_on is None:
        return False
    return run.extracted_on < last.extracted_on


def _guard(expected: Expected, run: ImportRun, guards: Guards) -> None:
    if guards.is_accepted or expected.known < FEWEST_GUARDED:
        return
    too_many = []
    if expected.vanishing > MOST_VANISHED * expected.known:
        too_many.append(f"{expected.vanishing} disparaîtraient")
    if not run.is_baseline and expected.changing > MOST_CHANGED * expected.known:
        too_many.append(f"{expected.changing} changeraient")
    if too_many:
        raise TooMuchChanges(
            path=run.file_name, what=" et ".join(too_many), known=expected.known,
            vanishing=expected.vanishing, changing=expected.changing, examples=examples(),
        )  # fmt: skip


def _remarks() -> Iterator[tuple[bool, int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(REMARKS)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
