"""Providers that take a message at once and write down, in a file, that they did.

One line per message really received, appended in one system call: whatever happens to the
worker afterwards, the file tells how often each person was told.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from coordination.notifications.channels.base import Answer, Event, Heard, Known, Letter, Taken


def received_file() -> Path:
    """Where everything received is written."""
    return Path(settings.VAR_DIR) / "received.txt"


class ZeroDelay:
    """SMS without delay; it cannot say afterwards what it received, as most providers."""

    name = "mesure"
    is_idempotent = False
    max_attempts = 5

    @contextmanager
    def opened(self) -> Iterator[None]:
        self.file = os.open(received_file(), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        try:
            yield
        finally:
            os.close(self.file)

    def send(self, letter: Letter) -> Taken:
        os.write(self.file, f"{letter.to} {letter.key}\n".encode())
        return Taken(letter.key)

    def status(self, key: str, ref: str, since: datetime) -> Answer:
        return Answer.CANNOT_TELL

    def credits(self) -> None:
        return None

    def parse_receipt(self, payload: dict[str, Any]) -> list[Event]:
        raise ValueError

    def parse_incoming(self, payload: dict[str, Any]) -> Heard:
        raise ValueError

    def fetch_incoming(self, known: Known) -> list[dict[str, Any]]:
        return []


class ZeroDelayMail(BaseEmailBackend):
    """E-mails without delay."""

    def send_messages(self, messages: Any) -> int:
        with received_file().open("a") as file:
            for message in messages:
                file.write(f"{message.to[0]} courriel\n")
        return len(messages)
