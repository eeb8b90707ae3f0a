"""The map of a region: 9,000 structures in one answer, and the time until they are drawn."""

import gzip
import threading
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from benchmarks.measure import emit, fresh_portal, milliseconds, p95, summary

if TYPE_CHECKING:
    from portal.accounts.models import User

STRUCTURES = 9_000
ADDRESS = "/annuaire/carte.json"
MOST_BYTES, PAINT_MS = 400_000, 1_000
DRAWN = "performance.getEntriesByName('pt-map-drawn').length > 0"


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_parts: object) -> None:
        return


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
            "directory_map", p95(times), unit="ms", target=PAINT_MS, ok=p95(times) <= PAINT_MS,
            baseline={}, spread=summary(times), structures=drawn,
        )  # fmt: skip
        paint = _painted(user)
        emit(
            "directory_map_drawn", paint[1], unit="ms", target=PAINT_MS, ok=paint[1] <= PAINT_MS,
            baseline={}, first_paint=paint[0],
        )  # fmt: skip


def _painted(user: "User") -> tuple[float, float]:
    """The first paint of the page and the instant when all points are drawn, in milliseconds."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from django.test import Client
    from playwright.sync_api import sync_playwright

    settings.ALLOWED_HOSTS.append("localhost")
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    server = make_server(
        "localhost", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://localhost:{server.server_port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        context = chromium.new_context()
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": home}])
        page = context.new_page()
        for _warm in range(2):
            page.goto(f"{home}/annuaire/?q=")
            page.wait_for_function(DRAWN)
        told = page.evaluate(
            "[performance.getEntriesByName('first-contentful-paint')[0].startTime,"
            " performance.getEntriesByName('pt-map-drawn')[0].startTime]"
        )
        chromium.close()
    server.shutdown()
    return round(told[0], 1), round(told[1], 1)


if __name__ == "__main__":
    main()
