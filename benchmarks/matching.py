"""Matching one need against 60,000 volunteers, then against 1,800,000.

Two hundred needs spread by population. The baseline fetches the active volunteers of the
profession and judges them in Python, as the systems we studied do.
`python -m benchmarks.matching small` leaves the larger registry out.
"""

import random
import sys

from benchmarks.measure import fresh_portal, say

PEOPLE, EVERYBODY = 60_000, 1_800_000
NEEDS = 200


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from benchmarks.matching_runs import measure_page, measure_sql
        from benchmarks.needs import post_needs
        from benchmarks.population import amplify, populate

        say(f"{PEOPLE} volontaires, {PEOPLE * 3} disponibilités")
        country = populate(volunteers=PEOPLE)
        needs = post_needs(country, NEEDS, random.Random(7))
        measure_sql("match_sql_60k", needs, target=50)
        measure_page(needs)
        if "small" not in sys.argv:
            say(f"{EVERYBODY} volontaires")
            amplify(EVERYBODY // PEOPLE)
            measure_sql("match_sql_1800k", needs, target=250)


if __name__ == "__main__":
    main()
