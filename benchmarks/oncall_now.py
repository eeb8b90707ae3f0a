"""« Who is on call? » of the API, end to end, among 500 lines, 5,000 sectors and a year of nights.

`python -m benchmarks.oncall_now LINES SECTORS_PER_LINE` changes the size. Each request asks
another commune, line and night. The baseline is what the querysets alone would do: the sector
of the commune, then every shift of it in the year, and the night chosen in Python. What was
loaded is frozen, as in `portal/wsgi.py`.
"""

import random
import sys
from datetime import UTC, datetime, timedelta

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, say, summary

QUESTIONS = 400
COMMUNES = 100
TARGET_MS, MOST_STATEMENTS = 30, 6


def main() -> None:
    lines, sectors = (int(one) for one in [*sys.argv[1:], "500", "10"][:2])
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from benchmarks.duty_year import LINES_PER_DEPARTMENT, NIGHT, open_lines, write_year
        from coordination.oncall.models import SectorCommune, Shift

        agent = open_lines(lines, sectors, COMMUNES)
        say("lines, sectors and people are there")
        shifts = write_year(NIGHT)
        say(f"{shifts} shifts are there")
        client = Client(headers={"host": "localhost"})
        client.force_login(agent)
        dice = random.Random(7)
        departments = max(1, lines // LINES_PER_DEPARTMENT)

        def question() -> dict[str, str]:
            at = datetime(2026, 1, 1, 23, tzinfo=UTC) + timedelta(days=dice.randrange(360))
            slug = f"ligne-{dice.randrange(0, lines, departments)}"
            return {
                "commune": f"{dice.randrange(COMMUNES):05d}",
                "line": slug,
                "at": at.isoformat(),
            }

        def ask(one: dict[str, str]) -> None:
            answer = client.get("/api/v1/oncall/now/", one)
            assert answer.status_code == 200 and answer.json()["people"], answer.content

        def naive(one: dict[str, str]) -> None:
            row = SectorCommune.objects.get(commune__code=one["commune"], line__slug=one["line"])
            at = datetime.fromisoformat(one["at"])
            year = Shift.objects.filter(sector=row.sector_id, holds=True).select_related("person")
            assert [shift for shift in year if shift.period.lower <= at < shift.period.upper]

        as_served()
        asked = [question() for _ in range(QUESTIONS)]
        for one in asked[:20]:
            ask(one)
        times = [milliseconds(lambda one=one: ask(one)) for one in asked]
        with CaptureQueriesContext(connection) as captured:
            ask(asked[0])
        plain = [milliseconds(lambda one=one: naive(one)) for one in asked[:50]]
        value, statements = p95(times), len(captured)
        emit(
            "oncall_now", value, unit="ms", target=TARGET_MS,
            ok=value <= TARGET_MS and statements <= MOST_STATEMENTS,
            baseline={"year_in_python": summary(plain)}, spread=summary(times),
            statements=statements, lines=lines, sectors=lines * sectors, shifts=shifts,
        )  # fmt: skip


if __name__ == "__main__":
    main()
