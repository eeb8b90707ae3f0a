"""The map of a region: 9,000 structures in one answer, and the time that it takes."""

import gzip

from benchmarks.measure import emit, fresh_portal, milliseconds, p95, summary

STRUCTURES = 9_000
ADDRESS = "/annuaire/carte.json"
MOST_BYTES, MOST_MS = 400_000, 1_000


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.test import Client

        from benchmarks.establishments import populate_directory
        from portal.accounts.models import User

        user = User.objects.create_user("mesure@exemple.test")
        populate_directory(STRUCTURES)
        client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
        client.force_login(user)
        asked = {"q": ""}
        answer = client.get(ADDRESS, asked)
        drawn = len(
            client.get(ADDRESS, asked, headers={"accept-encoding": ""}).json()["columns"]["names"]
        )
        times = [milliseconds(lambda: client.get(ADDRESS, asked)) for _ in range(20)]
        size = len(answer.content)
        emit(
            "directory_map_bytes", size, unit="bytes, gzip", target=MOST_BYTES,
            ok=size <= MOST_BYTES and drawn > 0, baseline={}, structures=drawn,
            plain=len(gzip.decompress(answer.content)),
        )  # fmt: skip
        emit(
            "directory_map", p95(times), unit="ms", target=MOST_MS, ok=p95(times) <= MOST_MS,
            baseline={}, spread=summary(times), structures=drawn,
        )  # fmt: skip


if __name__ == "__main__":
    main()
