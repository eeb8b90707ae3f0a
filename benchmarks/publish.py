"""Telling 60,000 people: when the page answers, when rows exist, how fast they leave."""

from benchmarks.delivery.stage import people, staged, workers
from benchmarks.measure import report

CROWD = 60_000
BASELINE = 3_000
URGENT_EVERY_SECONDS = 0.5


def main() -> None:
    """Four measures of publishing, and the urgent notice meanwhile."""
    with staged() as folder:
        from benchmarks.delivery import crowd

        people(CROWD)
        with workers(folder):
            single = crowd.one_task_per_message(BASELINE)
            told = crowd.publish()
            told |= crowd.wait_until_drained(
                started=told["started"], urgent_every=URGENT_EVERY_SECONDS
            )
    say(told, single)


def say(told: dict[str, float], single: float) -> None:
    """The lines of the report."""
    report("publish_page", told["page"] * 1000, "ms", 500)
    report("publish_written", told["written"] * 1000, "ms", 3000)
    report("publish_first_sent", told["first"] * 1000, "ms", 5000)
    report("publish_urgent_p99", told["urgent_p99"] * 1000, "ms", 10_000)
    baseline = {"one_task_per_message": round(single, 1), "unit": "messages/s"}
    report("publish_rate", told["rate"], "messages/s", 2000, at_least=True, baseline=baseline)
    ratio = told["rate"] / single
    report("publish_against_tasks", ratio, "times", 8, at_least=True, baseline=baseline)


if __name__ == "__main__":
    main()
