"""Searching 103,000 structures as people type: abbreviated, misspelt, words in any order.

The data is written by COPY, towns by population, categories as in FINESS. Each query comes
from a structure that exists, so that finding it can be counted. The baseline is `icontains`
on the name and the town, word by word, as the first version of such a directory would do.
"""

import random

from benchmarks.measure import emit, fresh_portal, milliseconds, p95, summary

STRUCTURES = 103_000
QUERIES = 300
BASELINE_QUERIES = 20
TARGET_MS = 80


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from benchmarks.establishments import Asked, populate_directory, queries
        from directory.models import Structure
        from directory.selectors import Criteria, facets, find_structures, of_category
        from portal.accounts.models import User
        from portal.ui.paging import keyset

        user = User.objects.create_user("mesure@exemple.test")
        populate_directory(STRUCTURES)
        asked = queries(QUERIES, random.Random(7))

        def first_page(one: Asked) -> list[Structure]:
            criteria = Criteria(text=one.text)
            found = of_category(find_structures(user, criteria), criteria).for_list()
            return keyset(found, by=criteria.order, size=30).items

        def counted(one: Asked) -> None:
            criteria = Criteria(text=one.text)
            facets(find_structures(user, criteria), criteria)

        def naive(one: Asked) -> list[Structure]:
            found = Structure.objects.all()
            for word in one.text.split():
                found = found.filter(name__icontains=word) | found.filter(
                    commune__name__icontains=word
                )
            return list(found.order_by("name", "pk").select_related("category", "commune")[:30])

        pages: dict[str, list[Structure]] = {}
        for one in asked:
            pages[one.text] = first_page(one)  # the first time fills the caches
        times = [milliseconds(lambda one=one: first_page(one)) for one in asked]
        with CaptureQueriesContext(connection) as captured:
            first_page(asked[0])
        plain = asked[:BASELINE_QUERIES]
        found = sum(any(row.finess == one.finess for row in pages[one.text]) for one in asked)
        hits: dict[str, list[Structure]] = {}
        naive_times = [
            milliseconds(lambda one=one: hits.update({one.text: naive(one)})) for one in plain
        ]
        naive_found = sum(any(row.finess == one.finess for row in hits[one.text]) for one in plain)
        emit(
            "directory_search", p95(times), unit="ms", target=TARGET_MS, ok=p95(times) <= TARGET_MS,
            baseline={
                "icontains": summary(naive_times),
                "found": round(naive_found / len(plain), 3),
            },
            spread=summary(times), structures=Structure.objects.count(),
            found=round(found / len(asked), 3), statements=len(captured),
            counts=summary([milliseconds(lambda one=one: counted(one)) for one in asked[:100]]),
        )  # fmt: skip


if __name__ == "__main__":
    main()
