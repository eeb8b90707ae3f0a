"""Three weeks of needs, oldest first; each chapter ends with the time that passes."""

from datetime import timedelta

from coordination.reinforcement.models import Need, Trust
from coordination.reinforcement.services.answer import apply_spontaneously
from coordination.reinforcement.services.need import cancel_need, suspend_need
from directory.models import Structure
from portal.accounts.models import User
from portal.demo import accounts
from portal.demo.clock import pass_time
from portal.demo.needs import (
    CRITICAL,
    GERIATRIC,
    LATE,
    NIGHT,
    Motive,
    Plan,
    Scene,
    choose,
    diffuse,
    hear,
    release,
    submit,
    work,
    write,
)
from portal.demo.people import first_of

ONE_DAY = timedelta(days=1)


class Stage:
    """The structures of the story, by the part they play."""

    def __init__(self) -> None:
        self.ehpad = first_of("500", "10387")
        self.local_hospital = first_of("106", "10323")
        self.ehpads = list(Structure.objects.filter(category="500").order_by("finess"))
        self.hospitals = list(Structure.objects.filter(category="355").order_by("finess"))
        self.nursing = list(Structure.objects.filter(category="354").order_by("finess"))
        self.home_hospital = first_of("127", "10387")


def first_week(scene: Scene, stage: Stage) -> list[Need]:
    """Three weeks ago: the first absences; everything is filled and will be worked."""
    filled = [
        _whole(scene, stage.ehpad, Plan(wished=GERIATRIC), size=40),
        _whole(scene, stage.ehpads[3], Plan(professions=("35",), trust=Trust.DOCUMENT), size=30),
        _whole(scene, stage.hospitals[0], Plan(days=(3,), hours=NIGHT, wished=CRITICAL), size=40),
        _whole(scene, stage.nursing[0], Plan(days=(4, 5), places=1), size=25),
    ]
    given_up = diffuse(scene, stage.ehpads[9], Plan(days=(4,)))
    hear(scene, release(given_up, size=20), yes=1)
    cancel_need(given_up, by=given_up.created_by, reason="Deux collègues sont revenues plus tôt.")
    return filled


def second_week(scene: Scene, stage: Stage) -> list[Need]:
    """Two weeks ago: clusters in several EHPAD, a hospital opens beds; not all is filled."""
    cluster = Motive.CLUSTER
    filled = [
        _whole(scene, stage.ehpad, Plan(days=(2, 3), hours=NIGHT, motive=cluster), size=40),
        _whole(
            scene,
            stage.ehpads[5],
            Plan(professions=("35", "60"), days=(3, 4), places=3, motive=cluster, trust=4),
            size=60,
        ),
        _whole(scene, stage.local_hospital, Plan(days=(4,), motive=Motive.SURGE), size=30),
        _whole(
            scene,
            stage.hospitals[1],
            Plan(professions=("S01", "S02"), days=(5,), places=2, trust=5, motive=Motive.OPENING),
            size=30,
        ),
    ]
    short = diffuse(scene, stage.ehpads[20], Plan(days=(3,), places=4, radius=25))
    choose(scene, hear(scene, release(short, size=15), yes=1), places=1)
    unmet = diffuse(scene, stage.ehpads[30], Plan(days=(2,), hours=NIGHT, radius=20))
    hear(scene, release(unmet, size=8), yes=0)
    return [*filled, short, unmet]


def third_week(scene: Scene, stage: Stage) -> list[Need]:
    """Last week: relief of tired teams; some slots are over, others still to come."""
    relief = Motive.RELIEF
    return [
        _whole(scene, stage.ehpads[1], Plan(days=(3, 8), motive=relief), size=40),
        _whole(scene, stage.ehpad, Plan(professions=("35",), days=(4, 9), trust=4), size=40),
        _whole(scene, stage.home_hospital, Plan(days=(6, 7), hours=LATE, places=1), size=30),
        _whole(
            scene,
            stage.hospitals[2],
            Plan(professions=("10",), days=(7, 8), places=1, criticality=1),
            size=25,
        ),
    ]


def two_days_ago(scene: Scene, stage: Stage) -> None:
    """Candidates said yes and nobody answered them: a silent structure; a suspended need."""
    silent = diffuse(scene, stage.ehpads[7], Plan(days=(5, 6), places=3))
    hear(scene, release(silent, size=40), yes=3)
    partly = diffuse(scene, stage.local_hospital, Plan(days=(3, 4), places=3, lodging=True))
    choose(scene, hear(scene, release(partly, size=40), yes=4), places=2)
    held = diffuse(scene, stage.ehpads[12], Plan(days=(6,), professions=("35",), trust=4))
    suspend_need(held, by=scene.agent, reason="Le foyer est peut-être levé : à confirmer demain.")


def this_morning(scene: Scene, stage: Stage) -> None:
    """Six hours ago: this week-end's needs; the main manager has candidates to answer."""
    awaited = diffuse(
        scene, stage.ehpad, Plan(days=(2, 3), wished=GERIATRIC, unit="Unité protégée")
    )
    hear(scene, release(awaited, size=45), yes=3)
    urgent = diffuse(scene, stage.ehpads[4], Plan(days=(1,), hours=NIGHT, criticality=1, places=2))
    choose(scene, hear(scene, release(urgent, size=20), yes=1), places=1)
    _engage_main_volunteer(scene, stage)
    vaccination = Plan(
        professions=("60", "10"), days=(4, 5), places=5, motive=Motive.CAMPAIGN, criticality=3
    )
    centre = diffuse(scene, stage.hospitals[0], vaccination)
    choose(scene, hear(scene, release(centre, size=80), yes=7), places=4)


def now(scene: Scene, stage: Stage) -> None:
    """Just now: what waits for the ARS and for the managers."""
    submit(scene, stage.ehpads[2], Plan(days=(2, 3), motive=Motive.CLUSTER, criticality=1))
    submit(scene, stage.ehpads[15], Plan(professions=("35",), days=(3, 4), places=3, trust=4))
    submit(scene, stage.nursing[1], Plan(days=(4, 5, 6), places=1))
    write(scene, stage.ehpad, Plan(days=(9, 10), hours=NIGHT))
    write(scene, stage.local_hospital, Plan(professions=("70",), days=(8,)))
    diffuse(scene, stage.ehpads[6], Plan(days=(5,), places=2, unit="Pôle d’hébergement"))
    hear(scene, release(diffuse(scene, stage.ehpad, Plan(days=(5, 6))), size=150), yes=0)


def _whole(scene: Scene, structure: Structure, plan: Plan, *, size: int) -> Need:
    """Asked, answered, chosen: as many places as people said yes."""
    need = diffuse(scene, structure, plan)
    choose(scene, hear(scene, release(need, size=size), yes=plan.places + 2), places=plan.places)
    return need


def _engage_main_volunteer(scene: Scene, stage: Stage) -> None:
    """The volunteer of `make demo` is expected somewhere next week."""
    user = User.objects.get(email=accounts.VOLUNTEER.email)
    need = diffuse(scene, stage.ehpads[0], Plan(days=(7,), places=1))
    path = apply_spontaneously(user.volunteer, need, by=user)
    choose(scene, [path], places=1)


def play(scene: Scene, stage: Stage) -> None:
    """The chapters of the last nine days, after the first two weeks."""
    begun = third_week(scene, stage)
    pass_time(5 * ONE_DAY)
    for need in begun:
        need.refresh_from_db()
        work(scene, need)
    two_days_ago(scene, stage)
    pass_time(2 * ONE_DAY)
    this_morning(scene, stage)
    pass_time(timedelta(hours=6))
    now(scene, stage)
