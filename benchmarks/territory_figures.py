"""The pages of a territory and of its figures: structures × indicators × days of readings.

`python -m benchmarks.territory_figures STRUCTURES INDICATORS DAYS` changes the size. Pages are
asked at random, by a member of the cell. The baseline is what no table of last values would
cost: the last reading of each pair, found among all by the database.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, say, summary

VISITS = 40
TARGET_MS, MOST_STATEMENTS = 300, {"territory_figures": 15, "territory_page": 27}


def main() -> None:
    """Print a line for the figures of a cell, one for the page of its territory."""
    structures, indicators, days = (int(one) for one in [*sys.argv[1:], "300", "20", "30"][:3])
    with fresh_portal():
        from django.test import Client

        cell, leader, places = _world(structures, indicators, days)
        say(f"{structures * indicators * days} readings are there")
        client = Client(headers={"host": "localhost"})
        client.force_login(leader)
        as_served()
        size = {"structures": structures, "indicators": indicators, "days": days}
        naive = summary([milliseconds(_last_of_each) for _ in range(5)])
        starts = [{}, *({"apres": place} for place in places)]
        for measure, page, asked in (
            ("territory_figures", f"/crises/cellules/{cell.uuid}/chiffres/", starts),
            ("territory_page", "/territoire/", [{}]),
        ):
            spent, statements = _visits(client, page, asked)
            emit(
                measure, p95(spent), unit="ms", target=TARGET_MS,
                ok=p95(spent) <= TARGET_MS and statements <= MOST_STATEMENTS[measure],
                baseline={"last_of_each_reading": naive}, spread=summary(spent),
                statements=statements, **size,
            )  # fmt: skip


def _visits(client: Any, page: str, asked: list[dict[str, int]]) -> tuple[list[float], int]:
    """What each visit takes, and how many statements one asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dice = random.Random(7)

    def visit() -> None:
        answer = client.get(page, dice.choice(asked))
        assert answer.status_code == 200, answer.content

    visit()
    with CaptureQueriesContext(connection) as captured:
        visit()
    # The next requests empty the list of what was captured.
    statements = len(captured)
    return [milliseconds(visit) for _ in range(VISITS)], statements


def _last_of_each() -> None:
    from coordination.crisis.models import Reading

    rows = Reading.objects.order_by("structure_id", "indicator_id", "-as_of")
    assert list(rows.distinct("structure_id", "indicator_id").values_list("pk", "value"))


def _world(structures: int, indicators: int, days: int) -> tuple[Any, Any, list[int]]:
    """A cell; each structure has told each indicator every day, some of them silent since."""
    from coordination.crisis.models import Figure, Indicator, Reading
    from coordination.crisis.services.catalogue import load_catalogue
    from tests.coordination.crisis.crisis_world import open_departmental
    from tests.people import StructureFactory, TerritoryFactory, UserFactory

    load_catalogue()
    leader, place = UserFactory(), TerritoryFactory()
    cell = open_departmental(place, by=leader)
    known = list(Indicator.objects.all())[:indicators]
    known += [_indicator(rank) for rank in range(indicators - len(known))]
    sites = [StructureFactory(commune=place) for _ in range(structures)]
    dice, now = random.Random(3), datetime.now(UTC)
    readings = []
    for site in sites:
        silent = timedelta(days=dice.choice([0, 0, 0, 4]))
        for day in range(days, 0, -1):
            at = now - timedelta(days=day - 1, minutes=dice.randrange(600)) - silent
            for one in known:
                value = Decimal(dice.randrange(int(min(one.most, 40)) + 1))
                readings.append(
                    Reading(
                        structure=site, indicator=one, value=value, state=one.state_of(value),
                        as_of=at, recorded_at=at, source="form", author=leader,
                    )
                )  # fmt: skip
    readings = Reading.objects.bulk_create(readings, batch_size=5000)
    last = {(one.structure_id, one.indicator_id): one for one in readings}
    Figure.objects.bulk_create(
        Figure(
            structure=one.structure, indicator=one.indicator, reading=one, value=one.value,
            state=one.state, as_of=one.as_of, source=one.source,
        )
        for one in last.values()
    )  # fmt: skip
    return cell, leader, [site.pk for site in sites]


def _indicator(rank: int) -> Any:
    from coordination.crisis.models import Indicator

    return Indicator.objects.create(
        slug=f"more-{rank}", label=f"Indicateur {rank}", short=f"Ind. {rank}", audience="all",
        better="higher", watch_at=7, critical_at=3, most=100, aggregation="sum", rank=100 + rank,
    )  # fmt: skip


if __name__ == "__main__":
    main()
