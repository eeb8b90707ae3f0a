"""Searching 103,000 structures as people type: abbreviated, misspelt, words in any order.

The data is written by COPY, towns by population, categories as in FINESS. Each query comes
from a structure that exists, so that finding it can be counted. The baseline is `icontains`
on the name and the town, word by word, as the first version of such a directory would do.
"""

import random
from typing import TYPE_CHECKING

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, summary

if TYPE_CHECKING:
    from benchmarks.establishments import Asked
    from directory.models import Structure
    from portal.accounts.models import User

STRUCTURES = 103_000
QUERIES = 300
BASELINE_QUERIES = 20
TARGET_MS = 80
TARGET_RECALL, MOST_STATEMENTS = 0.95, 8
PAGES = (
    ("directory_suggest", "/annuaire/suggestions/", 50),
    ("directory_page", "/annuaire/", 120),
)


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from benchmarks.establishments import Asked, populate_directory, queries
        from benchmarks.otherwise import queries_otherwise
        from directory.models import Structure
        from directory.selectors import (
            Criteria,
            facets,
            find_structures,
            list_of_territories,
            named_structures,
            of_category,
        )
        from portal.accounts.models import User
        from portal.ui.paging import keyset

        user = User.objects.create_user("mesure@exemple.test")
        populate_directory(STRUCTURES)
        asked = queries(QUERIES, random.Random(7))

        offered = [one.pk for one in list_of_territories(None, None)]

        def first_page(one: Asked) -> list[Structure]:
            criteria = Criteria(text=one.text)
            found = of_category(find_structures(user, criteria), criteria).for_list()
            return keyset(found, by=criteria.order, size=30).items

        def counted(one: Asked) -> None:
            criteria = Criteria(text=one.text)
            facets(named_structures(user, criteria), criteria, territories=offered)

        def naive(one: Asked) -> list[Structure]:
            found = Structure.objects.all()
            for word in one.text.split():
                found = found.filter(name__icontains=word) | found.filter(
                    commune__name__icontains=word
                )
            return list(found.order_by("name", "pk").select_related("category", "commune")[:30])

        as_served()
        pages: dict[str, list[Structure]] = {}
        for one in asked:
            pages[one.text] = first_page(one)  # the first time fills the caches
        times = [milliseconds(lambda one=one: first_page(one)) for one in asked]
        with CaptureQueriesContext(connection) as captured:
            first_page(asked[0])
        statements = len(captured)  # the next requests empty the list
        plain = asked[:BASELINE_QUERIES]
        found = sum(any(row.finess == one.finess for row in pages[one.text]) for one in asked)
        hits: dict[str, list[Structure]] = {}
        naive_times = [
            milliseconds(lambda one=one: hits.update({one.text: naive(one)})) for one in plain
        ]
        naive_found = sum(any(row.finess == one.finess for row in hits[one.text]) for one in plain)
        emit(
            "directory_recall_at_5", _share(asked, pages, 5), unit="of the queries",
            target=TARGET_RECALL, ok=_share(asked, pages, 5) >= TARGET_RECALL,
            baseline={"icontains": _share(plain, hits, 5)}, queries=len(asked),
        )  # fmt: skip
        others = queries_otherwise(QUERIES, random.Random(11))
        shown = [(first_page(Asked(text, ""))[:5], right) for text, right in others]
        met = sum(any(row.finess in right for row in rows) for rows, right in shown) / len(shown)
        emit(
            "directory_recall_otherwise", met, unit="of the queries",
            target=TARGET_RECALL, ok=met >= TARGET_RECALL, baseline={}, queries=len(others),
        )  # fmt: skip
        for measure, address, target in PAGES:
            _through(user, measure, address, target, [one.text for one in asked])
        emit(
            "directory_search", p95(times), unit="ms", target=TARGET_MS, ok=p95(times) <= TARGET_MS,
            baseline={
                "icontains": summary(naive_times),
                "found": round(naive_found / len(plain), 3),
            },
            spread=summary(times), structures=Structure.objects.count(),
            found=round(found / len(asked), 3), statements=statements,
            counts=summary([milliseconds(lambda one=one: counted(one)) for one in asked[:100]]),
        )  # fmt: skip


def _share(asked: "list[Asked]", found: "dict[str, list[Structure]]", most: int) -> float:
    """The queries that bring the structure that was meant among the `most` first."""
    met = [any(row.finess == one.finess for row in found[one.text][:most]) for one in asked]
    return round(sum(met) / len(met), 3)


def _through(user: "User", measure: str, address: str, target: int, texts: list[str]) -> None:
    """The same queries through the page, signed in, and the statements of the dearest."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    times, statements = [], []
    for text in texts[:100]:
        with CaptureQueriesContext(connection) as captured:
            client.get(address, {"q": text})
        statements.append(len([one for one in captured if "directory_" in one["sql"]]))
        times.append(milliseconds(lambda text=text: client.get(address, {"q": text})))
    emit(
        measure, p95(times), unit="ms", target=target,
        ok=p95(times) <= target and max(statements) <= MOST_STATEMENTS, baseline={},
        spread=summary(times), statements=max(statements),
    )  # fmt: skip


if __name__ == "__main__":
    main()
