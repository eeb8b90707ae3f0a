"""A registry as skewed as the real ones, written by COPY, the same for the same seed.

Towns by population, professions as in Renforts-Covid (many nurses, few midwives),
availabilities that are mostly nights and week-ends, and people who are not in the pool.
"""

import csv
import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

COMMUNES = Path(__file__).resolve().parents[1] / "tests" / "data" / "communes-france.csv.gz"

PROFESSIONS = {
    "60": ("Infirmier", 34), "35": ("Aide-soignant", 27), "10": ("Médecin", 13),
    "70": ("Masseur-Kinésithérapeute", 7), "21": ("Pharmacien", 6),
    "40": ("Chirurgien-Dentiste", 3),
    "50": ("Sage-Femme", 3), "36": ("Ambulancier", 3), "94": ("Ergothérapeute", 2),
    "86": ("Technicien de labo médical", 2),
}  # fmt: skip
STATES = {"active": 70, "stale": 14, "incomplete": 9, "paused": 7}
STATUSES = {"private": 30, "public": 34, "liberal": 17, "retired": 9, "student": 6, "unemployed": 4}
SKILLS = [
    "nursing_home", "home_care", "geriatrics", "emergency", "vaccination", "resuscitation",
    "critical_care", "sampling", "psychiatry", "paediatrics", "palliative", "dispatch",
]  # fmt: skip
SKILL_WEIGHTS = [30, 18, 14, 12, 10, 6, 5, 5, 4, 4, 3, 1]

FILL_FREE = """
UPDATE reinforcement_volunteer AS v SET free = a.free
FROM (
    SELECT volunteer_id,
        COALESCE(range_agg(period) FILTER (WHERE nature = 'available'), '{}')
        - COALESCE(range_agg(period) FILTER (WHERE nature = 'unavailable'), '{}') AS free
    FROM reinforcement_availability GROUP BY volunteer_id
) AS a WHERE a.volunteer_id = v.id
"""
FILL_SKILLS = """
UPDATE reinforcement_volunteer AS v SET skills = e.skills, recent_skills = COALESCE(e.recent, '{}')
FROM (SELECT volunteer_id, array_agg(skill) AS skills,
          array_agg(skill) FILTER (WHERE last_year >= extract(year FROM now()) - 5) AS recent
      FROM reinforcement_experience GROUP BY volunteer_id) AS e
WHERE e.volunteer_id = v.id
"""

# What differs from one copy of a person to the next; everything else is repeated.
AMPLIFIED = {
    "reinforcement_volunteer": {
        "id": "id + k * {step}",
        "uuid": "gen_random_uuid()",
        "user_id": "user_id + k * {step}",
        "reference": "'W' || id + k * {step}",
    },
    "reinforcement_experience": {
        "id": "id + k * {step} * 3",
        "volunteer_id": "volunteer_id + k * {step}",
    },
}


class Country:
    """The communes of France, drawn with their population as weight."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        with gzip.open(COMMUNES, "rt", encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["lon"] and row["population"]]
        self.communes = rows
        self.weights = list(accumulate(int(row["population"]) for row in rows))

    def draw(self, count: int) -> list[int]:
        """Ranks (from 0) of `count` communes."""
        return self.dice.choices(range(len(self.communes)), cum_weights=self.weights, k=count)


def populate(*, volunteers: int, seed: int = 20200316) -> Country:
    """The database holds the communes, 10 professions, and `volunteers` people with three
    availabilities each; triggers are off while COPY runs, `free` is computed at once."""
    country = Country(random.Random(seed))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        copy_rows(cursor, "territories_territory", _communes(country))
        copy_rows(cursor, "directory_profession", _professions())
        copy_rows(cursor, "accounts_user", _users(volunteers))
        copy_rows(cursor, "reinforcement_volunteer", _volunteers(country, volunteers))
        copy_rows(cursor, "reinforcement_experience", _experiences(country.dice, volunteers))
        copy_rows(cursor, "reinforcement_availability", _availabilities(country.dice, volunteers))
        cursor.execute(FILL_FREE)
        cursor.execute(FILL_SKILLS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL ANALYZE reinforcement_volunteer")
        cursor.execute("VACUUM ANALYZE")
    return country


def copy_rows(cursor: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """The rows are in `table` and its sequence is past the last id."""
    first = next(rows)
    with cursor.copy(f"COPY {table} ({', '.join(first)}) FROM STDIN") as copy:
        copy.write_row(list(first.values()))
        for row in rows:
            copy.write_row(list(row.values()))
    if "id" in first:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )


def _communes(country: Country) -> Iterator[dict[str, Any]]:
    for rank, row in enumerate(country.communes, start=1):
        yield {
            "id": rank, "kind": "arrondissement" if row["type"] == "ARM" else "commune",
            "code": row["code"], "name": row["nom"], "search_key": row["nom"].lower(),
            "latitude": float(row["lat"]), "longitude": float(row["lon"]),
            "population": int(row["population"]), "postal_codes": [], "timezone": "Europe/Paris",
        }  # fmt: skip


def _professions() -> Iterator[dict[str, Any]]:
    for code, (label, _) in PROFESSIONS.items():
        yield {
            "code": code, "label": label, "plural": label + "s", "rank": 1,
            "in_register": code not in ("35", "36"),
        }  # fmt: skip


def _users(count: int) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    for pk in range(1, count + 1):
        yield {
            "id": pk, "password": "!", "is_superuser": False, "uuid": UUID(int=pk),
            "email": f"v{pk}@volontaires.example", "first_name": f"Prénom{pk % 997}",
            "last_name": f"Nom{pk}", "is_staff": False, "is_active": True, "date_joined": now,
        }  # fmt: skip


def _volunteers(country: Country, count: int) -> Iterator[dict[str, Any]]:
    dice, now = country.dice, datetime.now(UTC)
    weights = [weight for _, weight in PROFESSIONS.values()]
    trades = dice.choices(list(PROFESSIONS), weights, k=count)
    states = dice.choices(list(STATES), list(STATES.values()), k=count)
    statuses = dice.choices(list(STATUSES), list(STATUSES.values()), k=count)
    for pk, (trade, state, status, town) in enumerate(
        zip(trades, states, statuses, country.draw(count), strict=True), start=1
    ):
        place = country.communes[town]
        asked = dice.random()
        yield {
            "id": pk, "uuid": UUID(int=pk), "user_id": pk, "reference": f"V{pk:07d}",
            "state": state, "state_reason": "", "profession_id": trade, "status": status,
            "rpps": "", "phone": "", "commune_id": town + 1, "latitude": float(place["lat"]),
            "longitude": float(place["lon"]), "max_km": dice.choice([10, 20, 30, 30, 50, 100]),
            "max_km_lodged": dice.choice([50, 100, 200, 800]), "has_transport": True,
            "trust": dice.choices([1, 2, 3, 4, 5], [8, 50, 9, 13, 20])[0],
            "skills": [], "recent_skills": [], "weekly_limit": 3, "created_at": now,
            "confirmed_at": now - timedelta(days=dice.random() * 30),
            "last_asked_at": now - timedelta(days=asked * 90) if asked < 0.5 else None,
        }  # fmt: skip


def _experiences(dice: random.Random, count: int) -> Iterator[dict[str, Any]]:
    pk = 0
    for volunteer in range(1, count + 1):
        for skill in {dice.choices(SKILLS, SKILL_WEIGHTS)[0] for _ in range(dice.randint(0, 3))}:
            pk += 1
            yield {
                "id": pk, "volunteer_id": volunteer, "skill": skill,
                "months": dice.randint(1, 240), "last_year": dice.randint(2005, 2026),
            }  # fmt: skip


def _availabilities(dice: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Three a person: mostly whole week-ends or spells of days within the next month."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    pk = 0
    for volunteer in range(1, count + 1):
        day = dice.randint(-2, 6)
        for _ in range(3):
            length = dice.choices([0.5, 1, 2, 5, 9], [20, 20, 30, 20, 10])[0]
            start = today + timedelta(days=day, hours=dice.choice([0, 7, 19]))
            pk += 1
            yield {
                "id": pk, "volunteer_id": volunteer, "nature": "available", "origin": "dated",
                "period": f"[{start.isoformat()},{(start + timedelta(days=length)).isoformat()})",
            }  # fmt: skip
            day += int(length) + dice.randint(2, 6)


def amplify(factor: int) -> None:
    """Every person of the registry exists `factor` times, under other ids, with the same skew.

    Accounts and declared periods are not repeated: matching reads neither (it reads `free`),
    and writing them would take longer than measuring.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT max(id) FROM reinforcement_volunteer")
        step = cursor.fetchone()[0]
        for table, changed in AMPLIFIED.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
            )
            columns = [name for (name,) in cursor.fetchall()]
            chosen = [changed.get(name, name).format(step=step) for name in columns]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                f"SELECT {', '.join(chosen)} FROM {table}, generate_series(1, %s) AS k",
                [factor - 1],
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
