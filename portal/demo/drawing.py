"""Who volunteers in the demonstration: profiles drawn by seeded chance, not yet written."""

import random
from collections.abc import Iterator
from datetime import time
from typing import NamedTuple

from django.utils import timezone

from coordination.reinforcement.models import Evidence, Skill
from coordination.reinforcement.services.profile import Practice
from coordination.reinforcement.services.week import Habit
from directory.models import Profession
from portal.demo.accounts import Account
from portal.demo.people import Names
from portal.lib.identifiers import luhn_key
from portal.territories.models import Territory

# Share of sign-ups by profession, in the spirit of Renforts-Covid to 19 May 2020: nurses
# and care assistants are under half, and many trades are seldom asked.
PROFESSIONS = {
    "60": 25, "35": 20, "S06": 9, "10": 8, "S02": 8, "70": 5, "S04": 5, "S01": 4, "21": 3,
    "37": 3, "50": 2, "S03": 2, "86": 2, "94": 1, "95": 1, "98": 1, "40": 1,
}  # fmt: skip
STATUSES = {"public": 28, "private": 20, "liberal": 18, "unemployed": 9, "retired": 11}
SKILLS = {
    Skill.NURSING_HOME: 22, Skill.GERIATRICS: 12, Skill.HOME_CARE: 14, Skill.EMERGENCY: 9,
    Skill.CRITICAL_CARE: 5, Skill.RESUSCITATION: 5, Skill.VACCINATION: 10, Skill.SAMPLING: 6,
    Skill.PSYCHIATRY: 6, Skill.PALLIATIVE: 4, Skill.PAEDIATRICS: 5, Skill.DISPATCH: 2,
}  # fmt: skip
WEEKDAYS, WEEKEND, ALL_DAYS = range(5), (5, 6), range(7)
DAY, NIGHT, EVENING = (time(7), time(21)), (time(20), time(8)), (time(17), time(23))
# Days of the week and hours, with their share: people free all week are the exception.
WEEKS = [
    (WEEKEND, DAY, 24), (ALL_DAYS, DAY, 22), (WEEKDAYS, DAY, 18), (ALL_DAYS, NIGHT, 9),
    (WEEKEND, NIGHT, 8), (WEEKDAYS, EVENING, 8), (ALL_DAYS, (time(0), time(0)), 11),
]  # fmt: skip
# Two doors at which people leave before the end of the sign-up.
LEFT_AT_PLACE, LEFT_AT_WEEK = 0.08, 0.13


class Profile(NamedTuple):
    """What one person says at sign-up; `town` and `habits` are missing when they left before."""

    account: Account
    profession: Profession
    status: str
    rpps: str
    agreed: set[str]
    town: Territory | None
    max_km: int
    max_km_lodged: int
    has_transport: bool
    phone: str
    practices: list[Practice]
    habits: list[Habit]
    proof: tuple[str, str, str] | None

    @property
    def status_year(self) -> int | None:
        """Since when a retired person or a student is one."""
        dated = self.status in ("retired", "student")
        return timezone.localdate().year - 2 if dated else None


class Chance:
    """Draws profiles, always the same for the same seed."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.names = Names(luck)
        around = {"outer_links__ancestor__kind": "department", "outer_links__ancestor__code": "10"}
        towns = Territory.objects.communes().filter(**around, latitude__isnull=False)
        self.towns = list(towns.order_by("code"))
        self.weights = [town.population or 1 for town in self.towns]
        self.professions = Profession.objects.in_bulk(list(PROFESSIONS))

    def profiles(self, first: int, last: int) -> Iterator[Profile]:
        """Profiles `first` to `last` (excluded)."""
        for rank in range(first, last):
            yield self._profile(rank)

    def _profile(self, rank: int) -> Profile:
        luck = self.luck
        name, family = self.names.draw()
        code = pick(luck, PROFESSIONS)
        profession = self.professions[code]
        status = "student" if code == "S06" else pick(luck, STATUSES)
        rpps = rpps_number(rank) if profession.in_register and status != "student" else ""
        days, hours, _ = luck.choices(WEEKS, [share for *_, share in WEEKS])[0]
        leaves = luck.random()
        town = luck.choices(self.towns, self.weights)[0]
        return Profile(
            account=Account(f"volontaire{rank:03d}", "volontaire", name, family),
            profession=profession,
            status=status,
            rpps=rpps,
            agreed={"registry", "email"} | ({"sms"} if luck.random() < 0.8 else set()),
            town=town if leaves >= LEFT_AT_PLACE else None,
            max_km=luck.choices([10, 20, 30, 50, 80], [10, 30, 32, 20, 8])[0],
            max_km_lodged=luck.choice([80, 100, 200]),
            has_transport=luck.random() < 0.85,
            phone=f"+3363998{rank:04d}",  # the block that ARCEP keeps for fiction
            practices=self._practices(),
            habits=[Habit(day, *hours) for day in days] if leaves >= LEFT_AT_WEEK else [],
            proof=self._proof(status, rpps) if luck.random() < 0.8 else None,
        )

    def _practices(self) -> list[Practice]:
        luck, year = self.luck, timezone.localdate().year
        chosen = dict.fromkeys(luck.choices(list(SKILLS), SKILLS.values(), k=luck.randint(0, 3)))
        return [
            Practice(skill.value, luck.randint(2, 120), year - luck.choice([0, 0, 1, 1, 2, 4]))
            for skill in chosen
        ]

    def _proof(self, status: str, rpps: str) -> tuple[str, str, str]:
        """The register where there is one, else a document: source, result, what was compared."""
        if not rpps:
            return (
                Evidence.Source.DOCUMENT.value,
                Evidence.Result.MATCH.value,
                "diplôme ou carte d’étudiant",
            )
        result = Evidence.Result.INACTIVE if status == "retired" else Evidence.Result.MATCH
        if self.luck.random() < 0.03:
            result = Evidence.Result.NAME_DIFFERS
        return Evidence.Source.REGISTER.value, result.value, "numéro RPPS, nom et profession"


def pick(luck: random.Random, shares: dict[str, int]) -> str:
    """One of the keys, as often as its share."""
    return luck.choices(list(shares), list(shares.values()))[0]


def rpps_number(rank: int) -> str:
    """A number of eleven digits with a right key, in a block that we invented."""
    body = f"1099{rank:06d}"
    return body + luhn_key(body)
