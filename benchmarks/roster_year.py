"""The final roster of one line over a year, rendered whole: five sectors, three types of slots.

The page is asked as a coordinator does, « Tout le tableau », through the whole of Django. Beside
it, the year at a glance and a month. The baseline reads each slot's shifts by themselves, as a
template that follows relations would. What was loaded is frozen, as in `portal/wsgi.py`.
"""

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, say, summary

SECTORS, COMMUNES = 5, 50
VISITS = 30
TARGET_MS = 200


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from benchmarks.duty_year import THREE, open_lines, write_year
        from coordination.oncall.models import Roster

        agent = open_lines(1, SECTORS, COMMUNES)
        shifts = write_year(THREE)
        say(f"{shifts} shifts are there")
        client = Client(headers={"host": "localhost"})
        client.force_login(agent)
        roster = Roster.objects.get()
        pages = {
            "roster_year": f"{roster.get_absolute_url()}?mois=tout",
            "line_year": f"{roster.line.get_absolute_url()}annee/?annee=2026",
            "line_month": f"{roster.line.get_absolute_url()}mois/?mois=2026-03",
        }

        def visit(path: str) -> None:
            answer = client.get(path)
            assert answer.status_code == 200

        def naive() -> list[list[str]]:
            return [
                [str(shift.person) for shift in slot.shifts.select_related("person")]
                for slot in roster.slots.select_related("sector")
            ]

        as_served()
        spread, statements = {}, {}
        for name, path in pages.items():
            visit(path)
            with CaptureQueriesContext(connection) as captured:
                visit(path)
            statements[name] = len(captured)
            times = [milliseconds(lambda path=path: visit(path)) for _ in range(VISITS)]
            spread[name] = summary(times)
        value = spread["roster_year"]["p95"]
        emit(
            "roster_year", value, unit="ms", target=TARGET_MS, ok=value <= TARGET_MS,
            baseline={"slot_by_slot_ms": round(milliseconds(naive), 1)}, spread=spread,
            statements=statements, shifts=shifts,
        )  # fmt: skip


if __name__ == "__main__":
    main()
