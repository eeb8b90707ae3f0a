"""The rules of quality over 103,000 structures, and the queue with 50,000 signals waiting."""

import resource
import time

from benchmarks.measure import emit, fresh_portal, milliseconds, p95, say, summary

STRUCTURES = 103_000
MOST_SECONDS, MOST_MS, MOST_MEGABYTES = 60, 150, 300
SAMPLE = 2_000
QUEUE = "/annuaire/qualite/"
# What the population lacks: numbers (one in eight is shared), points, lines that grew old.
WORN = """
SELECT setseed(0.2020);
UPDATE directory_structure
   SET phone = '+333' || lpad((id * 7919 % 90000)::text, 8, '0'), legal_finess = left(finess, 8),
       street = CASE WHEN id % 50 = 0 THEN '' ELSE street END, position_source = 'finess',
       latitude = latitude + (random() - 0.5) * 0.05,
       longitude = longitude + (random() - 0.5) * 0.05;
INSERT INTO directory_contactpoint
       (uuid, structure_id, function, channel, value, audience, source, as_of)
SELECT gen_random_uuid(), id, 'switchboard', 'phone', phone, 'public', 'Structure',
       current_date - (id % 400)::int
  FROM directory_structure;
INSERT INTO directory_identifier (structure_id, system, value, key, is_primary)
SELECT id, 'finess', finess, directory_key_of('finess', finess), true FROM directory_structure;
ANALYZE
"""
# Every pair of a sample, as one would write it first: what it costs grows with the square.
NAIVE = """
WITH sample AS (SELECT id, name_key FROM directory_structure ORDER BY id LIMIT %s)
SELECT count(*) FROM sample one JOIN sample other ON other.id > one.id
 WHERE similarity(one.name_key, other.name_key) >= 0.85
"""


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from benchmarks.establishments import populate_directory
        from directory.models import Signal
        from directory.services.quality.evaluating import find_faults
        from directory.services.quality.finding import DUPLICATE, LIVING
        from portal.accounts.models import Grant, Role, User
        from portal.territories.models import Territory

        say(f"{STRUCTURES} structures")
        populate_directory(STRUCTURES)
        with connection.cursor() as cursor:
            cursor.execute(WORN)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say("first evaluation, then a second without a change")
        first = milliseconds(find_faults) / 1000
        second = milliseconds(find_faults) / 1000
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        waiting = Signal.objects.waiting().count()
        say("duplicates, by commune and by pairs")
        with connection.cursor() as cursor:
            for statement in LIVING.replace(" ON COMMIT DROP", "").split(";"):
                cursor.execute(statement, {"crisis": []})
            start = time.perf_counter()
            cursor.execute(f"SELECT count(*) FROM ({DUPLICATE}) AS pair", {})
            ours = time.perf_counter() - start
            start = time.perf_counter()
            cursor.execute(NAIVE, [SAMPLE])
            naive = (time.perf_counter() - start) * (STRUCTURES / SAMPLE) ** 2
        baseline = {"duplicates_s": round(ours, 2), "pairwise_extrapolated_s": round(naive)}
        emit(
            "directory_quality", first, unit="s", target=MOST_SECONDS, ok=first <= MOST_SECONDS,
            baseline=baseline, again_s=round(second, 2), signals=waiting,
        )  # fmt: skip
        emit(
            "directory_quality_memory", held, unit="MB", target=MOST_MEGABYTES,
            ok=held <= MOST_MEGABYTES, baseline={"before_mb": round(before)},
        )  # fmt: skip
        user = User.objects.create_user("mesure@exemple.test")
        country = Territory.objects.filter(kind=Territory.Kind.COUNTRY).first()
        places = [country] if country else Territory.objects.filter(kind=Territory.Kind.REGION)
        Grant.objects.bulk_create(
            Grant(user=user, role=Role.ARS, territory=one, state="approved") for one in places
        )
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        if client.get(QUEUE).status_code != 200:
            raise SystemExit("La page ne répond pas.")
        for name, asked in {
            "whole": {}, "one_rule": {"regle": "stale_contact"},
            "nobody_s_over_30_days": {"qui": "personne", "age": "30"},
        }.items():  # fmt: skip
            times = [milliseconds(lambda asked=asked: client.get(QUEUE, asked)) for _ in range(20)]
            with CaptureQueriesContext(connection) as captured:
                client.get(QUEUE, asked)
            emit(
                f"directory_quality_page_{name}", p95(times), unit="ms", target=MOST_MS,
                ok=p95(times) <= MOST_MS, baseline={}, spread=summary(times), waiting=waiting,
                statements=len(captured),
            )  # fmt: skip


if __name__ == "__main__":
    main()
