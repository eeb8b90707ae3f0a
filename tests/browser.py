"""A real headless Chromium for the tests marked `browser`: found or installed, never skipped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright starts our Chromium, without its background traffic."""
    found = find_chromium()
    program = {} if found is None else {"executable_path": found}
    return browser_type_launch_args | {"args": FLAGS} | program


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A French browser in Paris."""
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def visit(live_server: Any, page: Page, client: Any) -> Callable[..., Page]:
    """`visit(user, path)` opens `path` on a phone, signed in as `user` (None: as nobody)."""
    page.set_viewport_size({"width": 390, "height": 844})

    def open_page(user: Any, path: str) -> Page:
        page.context.clear_cookies()
        if user is not None:
            client.force_login(user)
            session = client.cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": session, "url": live_server.url}
            page.context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    return open_page


def find_chromium() -> str | None:
    """The path of a Chromium of the system; None when playwright has installed its own."""
    return _installed() or _installed_by_apt() or _installed_by_playwright()


def _installed() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _installed_by_apt() -> str | None:
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        return None
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run(["apt-get", *command], env=env, check=False, capture_output=True)
    return _installed()


def _installed_by_playwright() -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=True)
