"""The needs of the story, and what people do about them, through the services."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Feedback, Need, Seat, Skill, Trust
from coordination.reinforcement.refusals import NobodyFits
from coordination.reinforcement.services.answer import accept, mark_seen, refuse
from coordination.reinforcement.services.drafting import SlotWish, create_need
from coordination.reinforcement.services.mission import (
    finish,
    give_feedback,
    mark_absent,
    mark_present,
)
from coordination.reinforcement.services.need import (
    close_need,
    expire_need,
    open_need,
    validate_need,
)
from coordination.reinforcement.services.selection import confirm, select, set_employer
from coordination.reinforcement.services.submission import submit_need
from coordination.reinforcement.services.wave import next_rank, release_wave
from directory.models import Profession, Structure
from portal.accounts.models import User
from portal.demo.accounts import VOLUNTEER
from portal.lib.refusal import Refusal
from portal.lib.time import PARIS, local_instant

State = Assignment.State
Motive, Vehicle = Need.Motive, Need.Vehicle
DAY, NIGHT, LATE = (8, 20), (20, 8), (14, 22)
WORDS = [
    "Très bien accueillie, l’équipe était soulagée.",
    "Transmissions claires, bon matériel, à refaire.",
    "Autonome tout de suite, merci beaucoup.",
    "Renfort précieux un week-end difficile.",
]


@dataclass(frozen=True)
class Plan:
    """A need as its author thinks of it: days from today, hours, places."""

    professions: Sequence[str] = ("60",)
    days: Sequence[int] = (3, 4)
    hours: tuple[int, int] = DAY
    places: int = 2
    motive: str = Motive.ABSENCE
    criticality: int = Need.Criticality.HIGH
    wished: Sequence[str] = field(default_factory=list)
    radius: int = 50
    trust: int = Trust.REGISTERED
    mode: str = Need.Mode.SELECTION
    lodging: bool = False
    unit: str = ""
    pay: str = "Selon la grille, indemnités kilométriques comprises."


@dataclass
class Scene:
    """Who plays: chance, the agent who validates, the manager of each structure."""

    luck: random.Random
    agent: User
    managers: dict[int, User]


def write(scene: Scene, structure: Structure, plan: Plan) -> Need:
    """A draft of the structure's manager."""
    wishes = [SlotWish(_period(day, plan.hours), plan.places) for day in plan.days]
    start = wishes[0].period.lower
    need = Need(
        structure=structure,
        unit=plan.unit,
        motive=plan.motive,
        criticality=plan.criticality,
        wished_skills=list(plan.wished),
        minimum_trust=plan.trust,
        radius_km=plan.radius,
        mode=plan.mode,
        lodging=plan.lodging,
        meals=True,
        vehicles=[one.value for one in Vehicle if one != Vehicle.UNPAID],
        pay=plan.pay,
        welcome="Se présenter à l’accueil vingt minutes avant la prise de poste.",
        contact_name="Cadre de permanence",
        contact_phone=structure.phone,
        local_means_exhausted=True,
        answer_by=max(start - timedelta(hours=3), timezone.now() + timedelta(minutes=90)),
    )
    professions = Profession.objects.filter(code__in=plan.professions)
    return create_need(need, professions=professions, slots=wishes, by=_manager(scene, structure))


def submit(scene: Scene, structure: Structure, plan: Plan) -> Need:
    """Submitted to the ARS, which has not answered yet."""
    need = write(scene, structure, plan)
    submit_need(need, by=need.created_by)
    return need


def diffuse(scene: Scene, structure: Structure, plan: Plan) -> Need:
    """Validated by the ARS, open; nobody is told yet."""
    need = submit(scene, structure, plan)
    if need.state == Need.State.SUBMITTED:
        validate_need(need, by=scene.agent, priority=scene.luck.choice([1, 2, 2, 3]))
    if need.state == Need.State.VALIDATED:
        open_need(need, by=need.created_by)
    return need


def release(need: Need, *, size: int) -> list[Assignment]:
    """One wave of `size`; those whom it asked, by chance of the database's draw."""
    rank = next_rank(need)
    try:
        wave = release_wave(need, by=need.created_by, rank=rank, size=size)
    except NobodyFits:
        return []
    return list(wave.assignments.select_related("volunteer__user").order_by("-score", "pk"))


def hear(scene: Scene, asked: Iterable[Assignment], *, yes: int) -> list[Assignment]:
    """About a fifth look, a tenth decline, and `yes` people accept, whom it returns."""
    luck, accepted = scene.luck, []
    people = list(asked)
    luck.shuffle(people)
    for assignment in people:
        user = assignment.volunteer.user
        if user.email == VOLUNTEER.email:
            continue  # left to whoever tries the demonstration
        channel = luck.choice([State.NOTIFIED, "sms", "sms", "email", "portal"])
        channel = "email" if channel == State.NOTIFIED else channel
        if len(accepted) < yes:
            mark_seen(assignment)
            if _agrees(assignment, user, channel):
                accepted.append(assignment)
        elif luck.random() < 0.12:
            reason = luck.choice(["not_available", "too_far", "unsaid", "employer"])
            refuse(assignment, by=user, channel=channel, reason=reason)
        elif luck.random() < 0.2:
            mark_seen(assignment)
    return accepted


def choose(scene: Scene, accepted: Iterable[Assignment], *, places: int) -> list[Assignment]:
    """The first `places` are selected and confirmed; the others wait for an answer."""
    chosen = []
    for assignment in list(accepted)[:places]:
        by = assignment.need.created_by
        try:
            select(assignment, by=by)
            assignment.refresh_from_db()
            if assignment.employer == Assignment.Employer.ASKED:
                set_employer(assignment, by=by, consent=Assignment.Employer.WRITTEN)
            confirm(assignment, by=by)
        except Refusal:
            continue  # engaged elsewhere meanwhile, or full: the story goes on
        chosen.append(assignment)
    return chosen


def work(scene: Scene, need: Need, *, absent: int = 0, reviewed: bool = True) -> None:
    """The slots begun were worked: presence, hours, the end of the mission, words."""
    if need.state != Need.State.FILLED and need.answer_by < timezone.now():
        expire_need(need)
    seats = Seat.objects.filter(
        assignment__need=need, holds=True, period__startswith__lt=timezone.now()
    )
    for seat in seats.select_related("assignment").order_by("assignment", "period"):
        if absent:
            mark_absent(seat, by=need.created_by)
            absent -= 1
        else:
            mark_present(seat, by=need.created_by)
    over = need.assignments.filter(state=State.STARTED).exclude(
        seats__holds=True, seats__period__endswith__gt=timezone.now()
    )
    for assignment in over.select_related("volunteer__user"):
        hours = {
            seat.slot_id: Decimal(scene.luck.choice([11, 12, 12]))
            for seat in assignment.seats.filter(holds=True)
        }
        finish(assignment, by=need.created_by, hours=hours)
        if reviewed:
            _review(scene, assignment)
    if not need.slots.filter(period__endswith__gt=timezone.now()).exists():
        need.refresh_from_db()
        if need.state != Need.State.EXPIRED:
            close_need(need, by=need.created_by)


def _review(scene: Scene, assignment: Assignment) -> None:
    people = {
        Feedback.Author.STRUCTURE: assignment.need.created_by,
        Feedback.Author.VOLUNTEER: assignment.volunteer.user,
    }
    for author, user in people.items():
        rating, text = scene.luck.choice([4, 5, 5]), scene.luck.choice(WORDS)
        give_feedback(assignment, author=author, by=user, rating=rating, text=text)


def _agrees(assignment: Assignment, user: User, channel: str) -> bool:
    try:
        accept(assignment, by=user, channel=channel)
    except Refusal:
        return False
    return True


def _manager(scene: Scene, structure: Structure) -> User:
    return scene.managers.get(structure.pk, scene.agent)


def _period(day: int, hours: tuple[int, int]) -> DateTimeTZRange:
    start = _instant(day, hours[0])
    end = _instant(day + (hours[1] <= hours[0]), hours[1])
    return DateTimeTZRange(start, end)


def _instant(day: int, hour: int) -> datetime:
    date = timezone.localdate(timezone=PARIS) + timedelta(days=day)
    return local_instant(date, time(hour), PARIS)


GERIATRIC = [Skill.NURSING_HOME.value, Skill.GERIATRICS.value]
CRITICAL = [Skill.CRITICAL_CARE.value, Skill.RESUSCITATION.value]
