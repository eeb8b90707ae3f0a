"""The chain of a log is computed again, and the first bad entry named."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BinaryField, CharField, F, Func, Q, Value

from coordination.crisis.canonical import canonical, commit_of, digest_of, genesis
from coordination.crisis.models import Attachment, Cell, Log, LogEntry, LogText, Redaction
from coordination.crisis.services.writing import content_of

BATCH = 2000


@dataclass(frozen=True)
class Report:
    """What the verification found. `first_bad` is a number, and `why` a French sentence."""

    entries: int
    redacted: int
    head: str
    first_bad: int | None = None
    why: str = ""

    @property
    def is_sound(self) -> bool:
        return self.first_bad is None


@transaction.atomic
def verify_log(cell: Cell) -> Report:
    """The log of `cell` read from the first entry to the head, as it stands now.

    A missing text, or a missing file, is accepted only with a done redaction (section 5).
    """
    # A share lock: writers wait, so that the head read is the head of the entries read.
    log = Log.objects.select_for_update().get(pk=cell.pk)
    redacted = set(
        Redaction.objects.filter(entry__log=log, state="done").values_list("entry", flat=True)
    )
    previous, expected, gone = genesis(str(cell.uuid)), 1, 0
    for entry, text in _lines(log):
        why = _fault(entry, text, previous, expected, entry.pk in redacted)
        if why:
            return Report(expected - 1, gone, log.head, first_bad=expected, why=why)
        gone += text is None
        previous, expected = bytes(entry.commit or b""), expected + 1
    if previous != bytes(log.last_commit) or log.last_seq != expected - 1:
        why = "la tête de la main courante ne correspond pas à sa dernière entrée"
        return Report(expected - 1, gone, log.head, first_bad=expected, why=why)
    bad = _bad_file(log)
    why = "un fichier joint manque, ou ne correspond pas à son empreinte" if bad else ""
    return Report(expected - 1, gone, log.head, first_bad=bad, why=why)


def _fault(
    entry: LogEntry, text: LogText | None, previous: bytes, expected: int, redacted: bool
) -> str:
    """Why the chain breaks at `entry`; empty when it holds."""
    digest = bytes(entry.content_digest)
    if entry.seq != expected or entry.recorded_at is None:
        return f"le numéro {expected} manque"
    if bytes(entry.prev_commit or b"") != previous:
        return "le maillon précédent ne correspond pas"
    commit = commit_of(
        previous,
        seq=entry.seq,
        recorded_at=entry.recorded_at,
        author=entry.author_id,
        digest=digest,
    )
    if bytes(entry.commit or b"") != commit:
        return "le maillon ne correspond pas à l’entrée"
    if text is None:
        return "" if redacted else "le texte manque sans effacement approuvé"
    content = canonical(content_of(entry, text), entry.version)
    if digest_of(bytes(text.salt), content) != digest:
        return "le contenu ne correspond pas à son empreinte"
    return ""


def _lines(log: Log) -> Iterator[tuple[LogEntry, LogText | None]]:
    """Each entry with its text, in order, by batches: a long log is never whole in memory."""
    after = 0
    while batch := list(LogEntry.objects.filter(log=log, seq__gt=after).order_by("seq")[:BATCH]):
        keys = [entry.uuid for entry in batch]
        texts = LogText.objects.defer("words").in_bulk(keys)
        yield from ((entry, texts.get(entry.uuid)) for entry in batch)
        after = batch[-1].seq or after + BATCH


def _bad_file(log: Log) -> int | None:
    """The number of the first line whose file is not the one that it announces."""
    digest = Func(F("file__content"), function="sha256", output_field=BinaryField())
    found = Func(digest, Value("hex"), function="encode", output_field=CharField())
    done = Redaction.objects.filter(entry__log=log, state="done").values("entry")
    announced = Attachment.objects.filter(cell=log.pk).annotate(found=found)
    gone = Q(file__isnull=True) & ~Q(entry__in=done) & ~Q(line__in=done)
    changed = Q(file__isnull=False) & ~Q(found=F("sha256"))
    bad = announced.filter(gone | changed).order_by("line__seq")
    return bad.values_list("line__seq", flat=True).first()
