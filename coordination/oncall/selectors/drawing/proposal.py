"""A proposal as plain values to keep, and as rows to read: fairness, holes, broken rules."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coordination.oncall.models import GenerationRun, Person, Roster, Shift, Slot
from coordination.oncall.solver.explain import gaps
from coordination.oncall.solver.line import LineInput, problem_of
from coordination.oncall.solver.problem import Roster as Held
from coordination.oncall.solver.score import score

RULES = {
    "absence": "absents",
    "unavailable": "indisponibles",
    "qualification": "sans le rôle ou la qualification",
    "sector": "d’un autre secteur",
    "not_listed": "pas inscrits à cette date",
    "at_once": "déjà d’astreinte à cette heure",
    "rest": "sans le repos obligatoire",
    "cap.hours_7_days": "au plafond d’heures sur 7 jours",
    "cap.hours_15_days": "au plafond d’heures sur 15 jours",
    "cap.saturdays_month": "au plafond de samedis du mois",
    "cap.sundays_month": "au plafond de dimanches du mois",
    "cap.holidays_month": "au plafond de jours fériés du mois",
    "fixed": "placés ailleurs avant le calcul",
    "nothing": "possibles : à placer à la main",
}
COSTS = {
    "short": "créneaux sous le minimum",
    "under": "créneaux sous le nombre souhaité",
    "over": "personnes en trop",
    "worst": "plus grand écart à l’équité",
    "fairness": "écarts à l’équité",
    "wish": "souhaits non suivis",
    "spacing": "astreintes rapprochées",
    "weekend": "week-ends partagés entre deux personnes",
    "duties_a_month": "au-delà du nombre d’astreintes accepté",
    "weekends_a_month": "au-delà du nombre de week-ends accepté",
    "change": "changements par rapport au tableau actuel",
}


@dataclass(frozen=True)
class FairRow:
    """A person: duties proposed, points before and after, what would be fair, the deviation."""

    pk: int
    person: str
    duties: int
    before: Decimal
    after: Decimal
    target: Decimal

    @property
    def deviation(self) -> Decimal:
        return self.after - self.target


@dataclass(frozen=True)
class HoleRow:
    """An uncovered slot, how many people it lacks, how many each rule keeps away."""

    slot: Slot
    missing: int
    rules: list[tuple[str, int]]


@dataclass(frozen=True)
class Proposal:
    """What the page of a run shows of its result."""

    shifts: int
    people: list[FairRow]
    holes: list[HoleRow]
    broken: list[str]
    costs: list[tuple[str, int]]
    changed: int
    adjusted: int
    computed: int

    @property
    def worst(self) -> Decimal:
        """The largest deviation, in points."""
        return max((abs(row.deviation) for row in self.people), default=Decimal(0))


def as_result(roster: Roster, asked: LineInput, held: Held) -> dict[str, Any]:
    """A roster found, or changed by hand, in values that JSON keeps; roles are settled where
    any would do."""
    problem = problem_of(asked)
    account = score(problem, held)
    worth = {place.key: place.points for place in asked.places}
    shares = {one.key: one.share for one in problem.people}
    people = []
    for one in asked.candidates:
        own = held.get(one.key, frozenset())
        gained, share = sum(worth[key] for key in own), shares[one.key]
        target = share.target if share else one.before + gained
        people.append([int(one.key), len(own), one.before, one.before + gained, target])
    return {
        "shifts": _shifts(roster, asked, held),
        "people": people,
        "gaps": [
            [int(gap.duty.split(":")[0]), gap.missing, gap.rules, gap.duty.split(":")[1]]
            for gap in gaps(problem, held)
        ],
        "broken": [[int(one.person), one.rule] for one in account.broken],
        "costs": account.parts,
        "changed": _changed(asked, held),
    }


def _shifts(roster: Roster, asked: LineInput, held: Held) -> list[list[int]]:
    ranks = {str(role.pk): role.rank for role in roster.line.roles.all()}
    roles = {one.key: one.roles for one in asked.candidates}
    found = []
    for person, keys in held.items():
        for key in keys:
            slot, role = key.split(":")
            role = role or min(roles[person], key=lambda one: (ranks[one], int(one)))
            found.append([int(slot), int(role), int(person)])
    return sorted(found)


def _changed(asked: LineInput, held: Held) -> int:
    return sum(len(one.held - held.get(one.key, frozenset())) for one in asked.candidates)


def proposal_of(run: GenerationRun) -> Proposal | None:
    """What `run` proposes, the farthest from their share first; None while it has nothing."""
    result = run.result
    if not result:
        return None
    names = Person.objects.in_bulk({row[0] for row in result["people"]})
    slots = Slot.objects.select_related("sector").in_bulk({row[0] for row in result["gaps"]})
    people = [
        FairRow(pk, str(names[pk]), duties, *(Decimal(number) / 100 for number in numbers))
        for pk, duties, *numbers in result["people"]
        if pk in names
    ]
    broken: dict[str, list[str]] = defaultdict(list)
    for pk, rule in result["broken"]:
        broken[RULES.get(rule, rule)].append(str(names.get(pk, "")))
    return Proposal(
        shifts=len(result["shifts"]),
        people=sorted(people, key=lambda row: (-abs(row.deviation), row.person)),
        holes=[
            HoleRow(slots[pk], missing, [(RULES.get(rule, rule), n) for rule, n in rules.items()])
            for pk, missing, rules, *_ in result["gaps"]
            if pk in slots
        ],
        broken=[f"{', '.join(sorted(who))} : {rule}" for rule, who in sorted(broken.items())],
        costs=[(COSTS.get(name, name), cost) for name, cost in result["costs"].items()],
        changed=result["changed"],
        adjusted=len(result.get("adjusted", [])),
        computed=result.get("computed", run.objective or 0),
    )


def asking_page(roster: Roster) -> dict[str, Any]:
    """The roster, its last day, what it holds now and its last runs, the newest first."""
    return {
        "roster": roster,
        "last": roster.last_day,
        "placed": placed_in(roster),
        "runs": list(roster.generations.order_by("-asked_at")[:10]),
    }


def placed_in(roster: Roster) -> int:
    """How many shifts the draft holds now."""
    return Shift.objects.filter(roster=roster, status__in=Shift.STANDING).count()
