"""The map of a region: 9,000 structures in one answer, and the time until it is drawn.

The answer is timed at the server. The first paint is that of a real headless Chromium, which the
tests start too: from the navigation to the frame that follows the last group of points, scripts
and styles fetched again each time; then once more with what the browser has kept.
"""

import gzip
import os
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.measure import emit, fresh_portal, milliseconds, p95, say, served, summary
from tests.browser import FLAGS, find_chromium

STRUCTURES, REGION = 9_000, "44"
ADDRESS = "/annuaire/carte.json"
MOST_BYTES, MOST_MS = 400_000, 1_000
PORT, LOADS = 8392, 10
# The mark of map.js, then one whole frame.
DRAWN = """() => new Promise((done) => {
  const frame = () => requestAnimationFrame(() => setTimeout(() => done({
    drawn: performance.now(), said: document.querySelector(".pt-map__state").textContent,
    groups: document.querySelectorAll(".leaflet-marker-icon").length,
    steps: Object.fromEntries(performance.getEntriesByType("resource")
      .filter((one) => one.name.includes("carte.json"))
      .flatMap((one) => [["asked", one.startTime], ["received", one.responseEnd]])),
  })));
  const isDrawn = () => performance.getEntriesByName("pt-map-drawn").length > 0;
  const wait = () => isDrawn() ? frame() : setTimeout(wait, 2);
  wait();
})"""


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.test import Client

        from benchmarks.establishments import populate_directory
        from portal.accounts.models import User
        from portal.territories.models import Territory
        from portal.territories.services import load_territories

        user = User.objects.create_user("mesure@exemple.test")
        say(f"{STRUCTURES} structures in a region")
        populate_directory(STRUCTURES, inside=REGION)
        load_territories()
        client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
        client.force_login(user)
        asked = {"territoire": Territory.objects.get(kind="region", code=REGION).pk}
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
        _first_paint(
            client.cookies["sessionid"].value, f"/annuaire/?territoire={asked['territoire']}"
        )


def _first_paint(session: str, path: str) -> None:
    with served(PORT) as address, sync_playwright() as playwright:
        found = find_chromium()
        browser = playwright.chromium.launch(args=FLAGS, executable_path=found)
        cookie = {"name": "sessionid", "value": session, "url": address}
        _load(_fresh(browser, cookie), address + path)  # each process of the server is warm
        contexts = [_fresh(browser, cookie) for _ in range(LOADS)]
        first = [_load(context, address + path) for context in contexts]
        again = [_load(context, address + path) for context in contexts]
        browser.close()
    times = [one["drawn"] for one in first]
    late = p95(times)
    emit(
        "directory_map_first_paint", late, unit="ms", target=MOST_MS, ok=late <= MOST_MS,
        baseline={"kept": summary([one["drawn"] for one in again])}, spread=summary(times),
        groups=first[0]["groups"], said=first[0]["said"], load=round(os.getloadavg()[0], 1),
        asked=summary([one["steps"]["asked"] for one in first]),
        received=summary([one["steps"]["received"] for one in first]),
    )  # fmt: skip


def _fresh(browser: Browser, cookie: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.add_cookies([cookie])
    return context


def _load(context: BrowserContext, address: str) -> dict[str, Any]:
    page = context.new_page()
    page.goto(address, wait_until="commit")
    seen = page.evaluate(DRAWN)
    page.close()
    return seen


if __name__ == "__main__":
    main()
