"""The story of the demonstration, chapter by chapter, played through the services.

Three weeks of a crisis in the Aube, ending now: people sign up, structures ask, waves go
out, answers come, missions begin and end. Chance is seeded: the same day gives the same story.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from portal.accounts.models import User
from portal.demo import accounts
from portal.demo.chapters import Stage, first_week, play, second_week
from portal.demo.clock import learn_sizes, pass_time, settle_messages, spread_answers
from portal.demo.crisis import play_crisis
from portal.demo.drawing import Chance
from portal.demo.guidance import relay_recommendations
from portal.demo.needs import Scene, work
from portal.demo.offers import load_offers
from portal.demo.oncall import play_duties
from portal.demo.people import Names, load_accounts, load_managers
from portal.demo.places import load_places
from portal.demo.quality import load_quality
from portal.demo.volunteers import load_main_volunteer, load_volunteers, some_step_back

SEED = 20200317

Say = Callable[[str], object]


def is_untold() -> bool:
    """Nobody is there yet: the story may be told."""
    return not User.objects.exists()


@transaction.atomic
def tell(say: Say) -> None:
    """The whole story is in the database, or nothing of it."""
    luck = random.Random(SEED)  # noqa: S311 - a fixed story, not a secret
    say("Territoires, nomenclatures et structures fictives de l’Aube…")
    load_places()
    say("Comptes et habilitations…")
    load_accounts()
    agent = User.objects.get(email=accounts.ARS.email)
    scene = Scene(luck=luck, agent=agent, managers=load_managers(luck))
    stage = Stage()
    say("Inscription de 600 volontaires fictifs, trois semaines de besoins…")
    chance = Chance(luck)
    load_volunteers(chance, first=0, last=340)
    load_main_volunteer(chance)
    learn_sizes()
    worked = first_week(scene, stage)
    pass_time(timedelta(days=7))
    worked[0].refresh_from_db()
    work(scene, worked[0], reviewed=False)
    for need in worked[1:]:
        need.refresh_from_db()
        work(scene, need)
    load_volunteers(chance, first=340, last=490)
    worked = second_week(scene, stage)
    pass_time(timedelta(days=7))
    for rank, need in enumerate(worked):
        need.refresh_from_db()
        work(scene, need, absent=int(rank == 1))
    load_volunteers(chance, first=490, last=599)
    play(scene, stage)
    say("Deux lignes d’astreinte, trois mois publiés…")
    play_duties(Names(luck))
    say("Quatre cellules de crise, dix jours de main courante…")
    play_crisis()
    relay_recommendations()
    _fill_directory(stage)
    some_step_back(chance)
    settle_messages()
    spread_answers()
    learn_sizes()


def _fill_directory(stage: Stage) -> None:
    """What structures offer, then what is wrong in what the directory says of them."""
    load_offers(stage)
    load_quality(stage)
