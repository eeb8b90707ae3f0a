"""Needs spread over the country by population, in every size of radius and of slots."""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from benchmarks.population import PROFESSIONS, Country
from coordination.reinforcement.models import Need, Slot
from directory.models import Category, Structure
from portal.accounts.models import User

WISHES = [[], ["nursing_home"], ["nursing_home", "geriatrics"], ["resuscitation"]]


def post_needs(country: Country, count: int, dice: random.Random) -> list[Need]:
    """`count` open needs of as many structures, ready to be matched."""
    category = Category.objects.create(code="500", label="EHPAD")
    author = User.objects.order_by("pk")[0]
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    weights = [weight for _, weight in PROFESSIONS.values()]
    for rank, town in enumerate(country.draw(count)):
        place = country.communes[town]
        structure = Structure.objects.create(
            finess=f"{rank:09d}", name=f"EHPAD {place['nom']}", category=category,
            commune_id=town + 1, latitude=float(place["lat"]), longitude=float(place["lon"]),
        )  # fmt: skip
        need = Need.objects.create(
            structure=structure, motive="absence", state=Need.State.OPEN, created_by=author,
            answer_by=today + timedelta(days=9), radius_km=dice.choice([20, 30, 50, 50, 100]),
            lodging=dice.random() < 0.3, minimum_trust=dice.choice([2, 2, 3, 5]),
            wished_skills=dice.choice(WISHES),
        )  # fmt: skip
        need.professions.set(dice.choices(list(PROFESSIONS), weights, k=dice.choice([1, 1, 2])))
        first = today + timedelta(days=dice.randint(1, 9), hours=dice.choice([7, 19]))
        for night in range(dice.choice([1, 2, 4])):
            start = first + timedelta(days=night)
            period = DateTimeTZRange(start, start + timedelta(hours=12))
            Slot.objects.create(need=need, period=period, capacity=2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = Need.objects.select_related("structure__commune")
    return list(found.prefetch_related("professions").order_by("pk"))
