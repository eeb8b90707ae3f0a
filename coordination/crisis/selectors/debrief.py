"""The answers to a hot debrief: counted for everybody, read by the cell only."""

from dataclasses import dataclass

from django.db.models import QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, Debrief, DebriefAsk, Testimony
from coordination.crisis.models.debrief import STILL_ANSWERED
from portal.lib.links import key_of

# No value is shown outside the cell under so many answers (section 6).
FEWEST = 5


@dataclass(frozen=True)
class Answers:
    """A debrief as its page shows it. Nothing in `counts` while it must be masked."""

    debrief: Debrief
    asked: int
    answered: int
    counts: list[tuple[str, int]]
    median: str
    testimonies: list[Testimony]
    is_masked: bool


def ask_by_token(token: str) -> DebriefAsk | None:
    """The ask behind a personal link; None for a link that this portal did not make."""
    key = key_of(token)
    rows = DebriefAsk.objects.select_related("debrief__cell__crisis", "debrief__cell__territory")
    return rows.filter(link_key=key).first() if key else None


def asks_to_erase() -> QuerySet[DebriefAsk]:
    """Those that name somebody though nobody may answer any more."""
    over = clock.now() - STILL_ANSWERED
    return DebriefAsk.objects.filter(user__isnull=False, debrief__due_at__lt=over)


def answers_of(cell: Cell, *, inside: bool) -> list[Answers]:
    """Each debrief of `cell`, the last first. `inside`: the reader belongs to the cell.

    From outside: no text, and no count under five answers.
    """
    found = Debrief.objects.filter(cell=cell).select_related("cell").order_by("-pk")
    return [_answers(one, inside=inside) for one in found[:20]]


def _answers(debrief: Debrief, *, inside: bool) -> Answers:
    asks = DebriefAsk.objects.filter(debrief=debrief)
    said = list(Testimony.objects.filter(debrief=debrief).order_by("pk"))
    masked = not inside and len(said) < FEWEST
    marks = sorted(one.rating for one in said)
    labels = Testimony.Rating.choices
    return Answers(
        debrief=debrief,
        asked=asks.count(),
        answered=len(said),
        counts=[] if masked else [(str(label), marks.count(mark)) for mark, label in labels],
        median="" if masked or not marks else Testimony.Rating(_middle(marks)).label,
        testimonies=said if inside else [],
        is_masked=masked,
    )


def _middle(marks: list[int]) -> int:
    """The median; of two in the middle the lower, which does not flatter."""
    return marks[(len(marks) - 1) // 2]
