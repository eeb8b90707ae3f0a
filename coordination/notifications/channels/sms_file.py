"""SMS into files, for the demonstration and the tests: nothing leaves the machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from coordination.notifications import gsm
from coordination.notifications.channels.base import (
    Answer,
    Event,
    Heard,
    Known,
    Letter,
    Permanent,
    Taken,
    sms_in,
)


class FileSms:
    """One JSON line per SMS in `VAR_DIR/sms/<day>.jsonl`, as a telephone would show it."""

    name = "fichier"
    is_idempotent = False
    max_attempts = 5

    @property
    def folder(self) -> Path:
        return Path(settings.VAR_DIR) / "sms"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The folder exists."""
        self.folder.mkdir(parents=True, exist_ok=True)
        yield

    def send(self, letter: Letter) -> Taken:
        """The SMS stands in today's file. Raises Permanent without a number."""
        if not letter.to:
            raise Permanent("aucun numéro de téléphone")
        now = timezone.now()
        line = {
            "key": letter.key,
            "at": now.isoformat(),
            "to": letter.to,
            "text": letter.text,
            "segments": gsm.segments(letter.text),
        }
        with self._file(now).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return Taken(letter.key)

    def credits(self) -> float | None:
        """Nothing is prepaid."""
        return None

    def status(self, key: str, ref: str, since: datetime) -> Answer:
        """Read in the files of that day and the following."""
        for path in sorted(self.folder.glob("*.jsonl")):
            if path.stem >= since.date().isoformat() and json.dumps(key) in path.read_text():
                return Answer.TAKEN
        return Answer.NEVER_SEEN

    def parse_receipt(self, payload: dict[str, Any]) -> list[Event]:
        """No receipt by this way. Raises ValueError."""
        raise ValueError("aucun accusé n’est attendu")

    def parse_incoming(self, payload: dict[str, Any]) -> Heard:
        """What `manage.py receive_sms` made up: `sender` and `message`. Raises ValueError."""
        return sms_in(payload)

    def fetch_incoming(self, known: Known) -> list[dict[str, Any]]:
        """Nothing to fetch: what comes is typed by hand."""
        return []

    def _file(self, now: datetime) -> Path:
        return self.folder / f"{now.date().isoformat()}.jsonl"
