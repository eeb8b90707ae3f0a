"""Telling 60,000 people: when the page answers, when rows exist, how fast they leave."""

from benchmarks.delivery.stage import people, staged, workers
from benchmarks.measure import emit

CROWD = 60_000
BASELINE = 1_000
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
    at_most = [
        ("publish_page", "page", 500),
        ("publish_written", "written", 3000),
        ("publish_first_sent", "first", 5000),
        ("publish_urgent_p99", "urgent_p99", 10_000),
    ]
    for measure, name, target in at_most:
        value = told[name] * 1000
        emit(measure, value, unit="ms", target=target, ok=value <= target, baseline={})
    rate, ratio = told["rate"], told["rate"] / single
    baseline = {"one_task_per_message": round(single, 1), "unit": "messages/s"}
    emit("publish_rate", rate, unit="messages/s", target=2000, ok=rate >= 2000, baseline=baseline)
    emit("publish_against_tasks", ratio, unit="times", target=8, ok=ratio >= 8, baseline=baseline)


if __name__ == "__main__":
    main()
