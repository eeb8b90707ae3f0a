"""A proposal slot by slot, what each change by hand would cost, and two proposals side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coordination.oncall.models import GenerationRun, LineRole, Person, Slot
from coordination.oncall.selectors.drawing.generation import key_of, line_input
from coordination.oncall.selectors.drawing.proposal import RULES, FairRow, Proposal, proposal_of
from coordination.oncall.solver.exchange import Choice, choices
from coordination.oncall.solver.line import LineInput, fingerprint, problem_of
from coordination.oncall.solver.problem import Problem
from coordination.oncall.solver.problem import Roster as Held

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SlotRow:
    """A slot of the proposal: who holds which role of it, and the place to change each."""

    slot: Slot
    seats: list[tuple[int, int, str, str]]
    vacant: list[tuple[int, str]]


@dataclass(frozen=True)
class ChoiceRow:
    """Somebody who could take a place: duties and points before, difference of cost, obstacle."""

    pk: int
    name: str
    fair: FairRow | None
    cost: int
    rule: str

    @property
    def is_free(self) -> bool:
        return not self.rule


@dataclass(frozen=True)
class Comparison:
    """Two proposals of one roster: costs by name, people, how many places differ."""

    first: Proposal
    second: Proposal
    costs: list[tuple[str, int, int]]
    people: list[tuple[str, FairRow | None, FairRow | None]]
    differing: int


def held_of(asked: LineInput, rows: Iterable[tuple[int, int, int]]) -> Held:
    """Kept rows (slot, role, person) as the solver's roster; those of no place are left out."""
    keys = {place.key for place in asked.places}
    found: dict[str, set[str]] = {one.key: set() for one in asked.candidates}
    for slot, role, person in rows:
        for key in (key_of(slot, role), key_of(slot, None)):
            if key in keys and str(person) in found:
                found[str(person)].add(key)
                break
    return {person: frozenset(held) for person, held in found.items()}


def slots_page(run: GenerationRun, asked: str) -> dict[str, Any]:
    """The slots of one week of the proposal, the first one by default."""
    mondays = _mondays(run.roster.days.lower, run.roster.days.upper)
    monday = next((day for day in mondays if day.isoformat() == asked), mondays[0])
    slots = Slot.objects.filter(roster=run.roster, local_day__range=(monday, monday + WEEK))
    slots = slots.exclude(local_day=monday + WEEK).select_related("sector")
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for slot, role, person in run.result.get("shifts", []):
        rows[slot].append((role, person))
    found = list(slots.order_by("period", "sector__name", "pk"))
    people = Person.objects.in_bulk({who for slot in found for _, who in rows[slot.pk]})
    roles = {role.pk: role for role in run.roster.line.roles.order_by("rank", "pk")}
    lacks: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for slot, _, _, role in run.result.get("gaps", []):
        rank = int(role or next(iter(roles)))
        lacks[slot].append((rank, str(roles[rank])))
    return {
        "weeks": [(day, day == monday) for day in mondays],
        "rows": [
            SlotRow(
                slot,
                [(role, who, str(roles[role]), str(people[who])) for role, who in rows[slot.pk]],
                lacks[slot.pk],
            )
            for slot in found
        ],
    }


def _mondays(first: date, end: date) -> list[date]:
    monday, found = first - timedelta(days=first.weekday()), []
    while monday < end:
        found.append(monday)
        monday += WEEK
    return found


def place_page(run: GenerationRun, slot: int, role: int, leaves: int) -> dict[str, Any] | None:
    """A place of the proposal and who else could hold it, the least costly first.

    None when the proposal has no such place, or `leaves` does not hold it.
    """
    asked = line_input(run.roster, stays_close=run.stays_close)
    held = held_of(asked, run.result.get("shifts", []))
    key = place_key(asked, slot, role)
    if key is None or leaves and key not in held.get(str(leaves), ()):
        return None
    rows = _rows(run, problem_of(asked), held, key, leaves)
    return {
        "slot": Slot.objects.select_related("sector").get(pk=slot),
        "role": LineRole.objects.get(pk=role),
        "leaver": Person.objects.filter(pk=leaves).first(),
        "is_outdated": fingerprint(asked) != run.input_hash,
        "choices": rows,
        "free": [row for row in rows if row.is_free],
        "barred": [row for row in rows if not row.is_free],
    }


def place_key(asked: LineInput, slot: int, role: int) -> str | None:
    """The key of the place of that slot which that role serves."""
    keys = {place.key for place in asked.places}
    return next((key for key in (key_of(slot, role), key_of(slot, None)) if key in keys), None)


def _rows(
    run: GenerationRun, problem: Problem, held: Held, key: str, leaves: int
) -> list[ChoiceRow]:
    found = choices(problem, held, key, leaves=str(leaves or ""))
    people = Person.objects.in_bulk({int(one.person) for one in found if one.person})
    proposal = proposal_of(run)
    fair = {row.pk: row for row in proposal.people} if proposal else {}
    return [_row(one, people, fair) for one in found]


def _row(one: Choice, people: dict[int, Person], fair: dict[int, FairRow]) -> ChoiceRow:
    rule = "" if one.is_free else RULES.get(one.obstacle.rule, one.obstacle.rule)
    if not one.person:
        return ChoiceRow(0, "Personne : laisser la place vide", None, one.cost, rule)
    pk = int(one.person)
    return ChoiceRow(pk, str(people[pk]), fair.get(pk), one.cost, rule)


def others_of(run: GenerationRun) -> list[GenerationRun]:
    """The other proposals of the same roster, the newest first."""
    runs = GenerationRun.objects.filter(roster=run.roster, state__in=GenerationRun.KEPT)
    return list(runs.exclude(pk=run.pk).order_by("-asked_at")[:5])


def comparison_of(run: GenerationRun, other: GenerationRun) -> Comparison | None:
    """Side by side; None when one of the two has nothing to show."""
    first, second = proposal_of(run), proposal_of(other)
    if first is None or second is None:
        return None
    costs = [dict(first.costs), dict(second.costs)]
    names = list(dict.fromkeys([*costs[0], *costs[1]]))
    people = [{row.pk: row for row in one.people} for one in (first, second)]
    shifts = [Counter(map(tuple, one.result["shifts"])) for one in (run, other)]
    everyone = sorted({row.pk: row.person for one in (first, second) for row in one.people}.items(),
                      key=lambda pair: pair[1])  # fmt: skip
    return Comparison(
        first,
        second,
        [(name, costs[0].get(name, 0), costs[1].get(name, 0)) for name in names],
        [(name, people[0].get(pk), people[1].get(pk)) for pk, name in everyone],
        max((shifts[0] - shifts[1]).total(), (shifts[1] - shifts[0]).total()),
    )
