"""The story of the demonstration, chapter by chapter, played through the services.

Three weeks of a crisis in the Aube, ending now: people sign up, structures ask, waves go
out, answers come, missions begin and end. Chance is seeded: the same day gives the same story.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from portal.accounts.models import User
from portal.demo.clock import pass_time, settle_messages
from portal.demo.drawing import Chance
from portal.demo.people import load_accounts, load_managers
from portal.demo.places import load_places
from portal.demo.volunteers import load_main_volunteer, load_volunteers

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
    load_managers(luck)
    say("Inscription de 600 volontaires fictifs…")
    chance = Chance(luck)
    load_volunteers(chance, first=0, last=340)
    pass_time(timedelta(days=7))
    load_main_volunteer(chance)
    load_volunteers(chance, first=340, last=490)
    pass_time(timedelta(days=7))
    load_volunteers(chance, first=490, last=599)
    settle_messages()
