"""What an import did, line by line, without holding a million remarks in memory."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO
from weakref import finalize


class Remarks:
    """Lines of the file and what was said of them, in order, kept on disk."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        finalize(self, self._file.close)
        self.reasons: Counter[str] = Counter()

    def add(self, line: int, finess: str, reason: str) -> None:
        """One more remark stands at the end."""
        self._file.seek(0, 2)
        self._file.write(json.dumps({"line": line, "finess": finess, "reason": reason}) + "\n")
        # « figure déjà ligne 12 » and « ligne 15 » count as one reason.
        self.reasons["".join(char for char in reason if not char.isdigit())] += 1

    def __len__(self) -> int:
        return sum(self.reasons.values())

    def __iter__(self) -> Iterator[dict[str, object]]:
        self._file.seek(0)
        return (json.loads(line) for line in self._file)


@dataclass
class Report:
    """`read` = created + updated + unchanged + rejected, always."""

    encoding: str
    extracted_on: date | None
    dry_run: bool
    tell: Callable[[str], None] = lambda _step: None
    read: int = 0
    created: int = 0
    updated: int = 0
    closed: int = 0
    absent: int = 0
    positions: dict[str, int] = field(default_factory=dict)
    rejected: Remarks = field(default_factory=Remarks)
    warnings: Remarks = field(default_factory=Remarks)

    @property
    def unchanged(self) -> int:
        return self.read - self.created - self.updated - len(self.rejected)

    def counts(self) -> dict[str, object]:
        """Everything but the lists, in plain JSON values."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "closed": self.closed,
            "absent": self.absent,
            "encoding": self.encoding,
            "extracted_on": self.extracted_on.isoformat() if self.extracted_on else None,
            "dry_run": self.dry_run,
            "positions": self.positions,
        }

    def write(self, path: Path) -> None:
        """The report is a JSON document at `path`. Raises OSError."""
        with path.open("w", encoding="utf-8") as file:
            file.write(json.dumps(self.counts(), ensure_ascii=False)[:-1])
            for name, remarks in (("rejected", self.rejected), ("warnings", self.warnings)):
                file.write(f',\n"{name}": [')
                for rank, remark in enumerate(remarks):
                    file.write(",\n" if rank else "\n")
                    file.write(json.dumps(remark, ensure_ascii=False))
                file.write("]")
            file.write("}\n")
