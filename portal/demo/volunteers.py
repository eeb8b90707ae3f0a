"""Six hundred volunteers, as skewed as real ones, each through the services of the sign-up."""

import random
from datetime import time, timedelta
from typing import NamedTuple

from django.utils import timezone

from coordination.reinforcement.models import Consent, Evidence, Skill, Volunteer
from coordination.reinforcement.services.availability import declare_days, save_week
from coordination.reinforcement.services.consent import set_consents
from coordination.reinforcement.services.profile import (
    Practice,
    save_experiences,
    save_place,
    save_profession,
    start_profile,
)
from coordination.reinforcement.services.verification import add_evidence
from coordination.reinforcement.services.week import Habit
from directory.models import Profession
from portal.accounts.models import User
from portal.demo import accounts
from portal.demo.accounts import Account
from portal.demo.people import Names, sign_up
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


class Setting(NamedTuple):
    """What all volunteers share: chance, the agent who checks, names, towns, professions."""

    luck: random.Random
    agent: User
    names: Names
    towns: list[Territory]
    professions: dict[str, Profession]


def setting(luck: random.Random) -> Setting:
    """Read once for all of them."""
    around = {"outer_links__ancestor__kind": "department", "outer_links__ancestor__code": "10"}
    return Setting(
        luck=luck,
        agent=User.objects.get(email=accounts.ARS.email),
        names=Names(luck),
        towns=list(Territory.objects.communes().filter(**around).order_by("code")),
        professions=Profession.objects.in_bulk(list(PROFESSIONS)),
    )


def load_volunteers(scene: Setting, *, first: int, last: int) -> None:
    """Volunteers `first` to `last` (excluded) have signed up, some of them only half-way."""
    weights = [town.population or 1 for town in scene.towns]
    for rank in range(first, last):
        name, family = scene.names.draw()
        account = Account(f"volontaire{rank:03d}", "volontaire", name, family)
        user = sign_up(account, password=None)
        town = scene.luck.choices(scene.towns, weights)[0]
        code = scene.luck.choices(list(PROFESSIONS), PROFESSIONS.values())[0]
        _sign_up(scene, user, town=town, code=code, rank=rank)


def load_main_volunteer(scene: Setting) -> Volunteer:
    """The account printed by `make demo`: a registered nurse of Troyes, free day and night."""
    user = User.objects.get(email=accounts.VOLUNTEER.email)
    town = next(town for town in scene.towns if town.code == "10387")
    volunteer = _begin(scene, user, code="60", status="liberal", rank=999)
    _place(scene, volunteer, town=town, rank=999)
    practice = Practice(Skill.NURSING_HOME, 36, timezone.localdate().year - 1)
    save_experiences(volunteer, practices=[practice], by=user)
    days = [Habit(weekday, *hours) for weekday in ALL_DAYS for hours in (DAY, NIGHT)]
    save_week(volunteer, habits=days, by=user)
    _prove(scene, volunteer)
    return volunteer


def _sign_up(scene: Setting, user: User, *, town: Territory, code: str, rank: int) -> None:
    luck = scene.luck
    status = "student" if code == "S06" else luck.choices(list(STATUSES), STATUSES.values())[0]
    volunteer = _begin(scene, user, code=code, status=status, rank=rank)
    if luck.random() < 0.08:
        return  # gone before saying where: incomplete, never in the pool
    _place(scene, volunteer, town=town, rank=rank)
    save_experiences(volunteer, practices=_practices(luck), by=user)
    if luck.random() < 0.05:
        return  # gone before saying when
    days, hours, _ = luck.choices(WEEKS, [share for *_, share in WEEKS])[0]
    save_week(volunteer, habits=[Habit(day, *hours) for day in days], by=user)
    if luck.random() < 0.15:
        today = timezone.localdate()
        ahead, long = luck.randint(0, 12), luck.randint(2, 9)
        begins = today + timedelta(days=ahead)
        declare_days(
            volunteer,
            first=begins,
            last=begins + timedelta(days=long),
            starts=time(7),
            ends=time(20),
            by=user,
        )
    if luck.random() < 0.8:
        _prove(scene, volunteer)


def _begin(scene: Setting, user: User, *, code: str, status: str, rank: int) -> Volunteer:
    volunteer = start_profile(user)
    agreed = {Consent.Purpose.REGISTRY.value, Consent.Purpose.EMAIL.value}
    if scene.luck.random() < 0.8:
        agreed.add(Consent.Purpose.SMS.value)
    set_consents(volunteer, agreed=agreed, by=user)
    profession = scene.professions[code]
    year = timezone.localdate().year
    save_profession(
        volunteer,
        profession=profession,
        status=status,
        status_year=year - 2 if status in ("retired", "student") else None,
        rpps=_rpps(rank) if profession.in_register and status != "student" else "",
        by=user,
    )
    return volunteer


def _place(scene: Setting, volunteer: Volunteer, *, town: Territory, rank: int) -> None:
    save_place(
        volunteer,
        commune=town,
        max_km=scene.luck.choices([10, 20, 30, 50, 80], [10, 30, 32, 20, 8])[0],
        max_km_lodged=scene.luck.choice([50, 100, 200]),
        has_transport=scene.luck.random() < 0.85,
        # 06 39 98: the block that ARCEP keeps for fiction.
        phone=f"+3363998{rank:04d}",
        by=volunteer.user,
    )


def _practices(luck: random.Random) -> list[Practice]:
    year = timezone.localdate().year
    chosen = dict.fromkeys(luck.choices(list(SKILLS), SKILLS.values(), k=luck.randint(0, 3)))
    return [
        Practice(skill.value, luck.randint(2, 120), year - luck.choice([0, 0, 1, 1, 2, 4, 7]))
        for skill in chosen
    ]


def _prove(scene: Setting, volunteer: Volunteer) -> None:
    """The ARS has looked at the file: the register where there is one, else a document."""
    luck, in_register = scene.luck, volunteer.profession.in_register
    if in_register and volunteer.rpps:
        source, compared = Evidence.Source.REGISTER, "numéro RPPS, nom et profession"
        inactive = volunteer.status == Volunteer.Status.RETIRED
        result = Evidence.Result.INACTIVE if inactive else Evidence.Result.MATCH
        if luck.random() < 0.03:
            result = Evidence.Result.NAME_DIFFERS
    else:
        source, compared = Evidence.Source.DOCUMENT, "diplôme ou carte d’étudiant"
        result = Evidence.Result.MATCH
    add_evidence(volunteer, source=source, result=result, compared=compared, by=scene.agent)


def _rpps(rank: int) -> str:
    body = f"1099{rank:06d}"
    return body + luhn_key(body)
