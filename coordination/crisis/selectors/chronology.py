"""The draft story of a cell: what was flagged, levels, decisions, call-outs, with their source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coordination.crisis.models import Activation, Call, CallOut, Cell, Decision
from coordination.crisis.selectors.log_page import Filters, entries, shown

HEADER = ["Date et heure", "Nature", "Ce qui s’est passé", "Source"]
# A story is read whole: what a long crisis flags is a few hundred lines.
MOST = 2000


@dataclass(frozen=True)
class Event:
    """One line of the story. `address`: where it comes from."""

    at: datetime
    kind: str
    words: str
    source: str
    address: str


def chronology(cell: Cell) -> list[Event]:
    """Flagged lines of people, levels, decisions taken and ended, call-outs; in order of time."""
    found = [*_lines(cell), *_levels(cell), *_decisions(cell), *_callouts(cell)]
    return sorted(found, key=lambda one: (one.at, one.source))


def rows_of(cell: Cell, events: Iterable[Event]) -> list[list[str]]:
    """The same as cells of a table, hours in the time of the place."""
    return [[local_hour(cell, one.at), one.kind, one.words, one.source] for one in events]


def local_hour(cell: Cell, instant: datetime) -> str:
    """`instant` as the clocks of the cell's place (rule 28)."""
    return f"{instant.astimezone(ZoneInfo(cell.territory.timezone)):%d/%m/%Y %H:%M}"


def _lines(cell: Cell) -> Iterable[Event]:
    flagged = entries(cell, Filters(flagged=True)).order_by("seq")[:MOST]
    for one in shown(flagged):
        entry = one.entry
        if one.text:
            source = f"main courante, n° {entry.seq}"
            address = entry.get_absolute_url()
            yield Event(entry.occurred_at, entry.get_kind_display(), one.words, source, address)


def _levels(cell: Cell) -> Iterable[Event]:
    rows = Activation.objects.filter(cell=cell).select_related("decided_by").order_by("pk")
    for one in rows:
        what = "Levée" if one.is_lift else f"Niveau {one.to_level} ({one.level_name})"
        words = f"{what}, décidé par {one.decided_by}, {one.capacity}. Motif : {one.reason}"
        address = f"{cell.get_absolute_url()}niveaux/"
        yield Event(one.decided_at, "niveau", words, "niveaux de la cellule", address)


def _decisions(cell: Cell) -> Iterable[Event]:
    rows = Decision.objects.filter(cell=cell, decided_at__isnull=False)
    for one in rows.select_related("cell", "decided_as").order_by("number"):
        who = f", par {one.decided_as}" if one.decided_as else ""
        address = one.get_absolute_url()
        yield Event(
            one.decided_at or one.proposed_at,
            "décision",
            f"{one.statement}{who}",
            str(one),
            address,
        )
        if one.in_force_until and one.state in ("repealed", "replaced"):
            words = f"{one} {one.get_state_display()} : {one.end_reason}"
            yield Event(one.in_force_until, "fin de décision", words, str(one), address)


def _callouts(cell: Cell) -> Iterable[Event]:
    """Each call-out, then who said first that they come, or not, and who last."""
    answers: dict[int, list[Call]] = {}
    calls = (
        Call.objects.filter(callout__cell=cell).exclude(answer="").select_related("person", "user")
    )
    for call in calls.order_by("answered_at", "pk"):
        answers.setdefault(call.callout_id, []).append(call)
    for one in CallOut.objects.filter(cell=cell).select_related("opened_by").order_by("pk"):
        source, address = "tableau d’appel", one.get_absolute_url()
        who = f" par {one.opened_by}" if one.opened_by else ""
        yield Event(one.opened_at, "rappel", f"Rappel lancé{who} : {one.cause}", source, address)
        known = answers.get(one.pk, [])
        ends = [("Première", known[0])] if known else []
        ends += [("Dernière", known[-1])] if len(known) > 1 else []
        for rank, call in ends:
            words = f"{rank} réponse au rappel « {one.cause} » : {call.who}, {call.said}"
            yield Event(call.answered_at or one.opened_at, "rappel", words, source, address)
