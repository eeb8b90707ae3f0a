"""One indicator of the response: always a median or a share with its count, never a mean."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from coordination.oncall.clock import minus
from coordination.situation.selectors.pilotage import duration_words
from portal.lib.time import Period

# Outside the cell, nothing is shown of fewer observations than this.
FEW = 5
MASKED = f"moins de {FEW}\u00a0observations"
NONE = "pas encore observé"


@dataclass(frozen=True)
class Measure:
    """What was observed. `is_count`: a plain number, that masking concerns as the others."""

    code: str
    label: str
    definition: str
    source: str
    words: str
    count: int

    def shown(self, *, inside: bool) -> str:
        """The words, unless there are too few observations for whoever is outside the cell."""
        return self.words if inside or not self.count or self.count >= FEW else MASKED

    def shown_count(self, *, inside: bool) -> str:
        """How many observations, masked in the same way."""
        return str(self.count) if inside or not self.count or self.count >= FEW else f"< {FEW}"


@dataclass(frozen=True)
class Meaning:
    """What an indicator means, and where it is read."""

    code: str
    label: str
    definition: str
    source: str

    def delays(self, found: list[timedelta]) -> Measure:
        """The median of these delays."""
        if not found:
            return self._of(NONE, 0)
        middle = timedelta(seconds=median(one.total_seconds() for one in found))
        return self._of(f"médiane {duration_words(middle)}", len(found))

    def share(self, done: int, due: int) -> Measure:
        """So many out of so many."""
        return self._of(f"{done} sur {due}" if due else NONE, due)

    def shares(self, done: dict[str, int], due: int) -> Measure:
        """Several shares of the same observations."""
        words = ", ".join(f"{what}\u00a0: {count} sur {due}" for what, count in done.items())
        return self._of(words if due else NONE, due)

    def hours(self, lost: timedelta, roles: int) -> Measure:
        """Hours in all, over so many roles."""
        hours = round(lost.total_seconds() / 3600, 1)
        plain = f"{hours:,g}".replace(",", "\u00a0").replace(".", ",")
        return self._of(f"{plain}\u00a0h en tout" if roles else NONE, roles)

    def _of(self, words: str, count: int) -> Measure:
        return Measure(self.code, self.label, self.definition, self.source, words, count)


def manned_after(since: datetime, firsts: list[datetime | None]) -> dict[int, timedelta]:
    """How long after `since` half of the roles were held, then all: 50 and 100.

    `firsts`: when somebody first held each required role; None when nobody did.
    """
    known = sorted(max(since, one) for one in firsts if one is not None)
    found = {}
    for share in (50, 100):
        needed = -(-len(firsts) * share // 100)
        if needed and len(known) >= needed:
            found[share] = known[needed - 1] - since
    return found


def uncovered(period: Period, held: list[Period]) -> timedelta:
    """How long, within `period`, nobody held the role."""
    return sum((end - start for start, end in minus(period, held)), timedelta())


def on_time(due: datetime | None, issued: list[tuple[datetime, datetime | None]],
            now: datetime) -> tuple[int, int]:  # fmt: skip
    """How many reports were issued by their due time, and how many were due.

    `due`: that of the first one; then each report says when the next one is. What is due and not
    issued yet counts as late; what is due later does not count.
    """
    done = total = 0
    for at, following in issued:
        if due is not None:
            total += 1
            done += at <= due
        due = following
    if due is not None and due < now:
        total += 1
    return done, total
