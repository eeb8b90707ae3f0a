"""CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written, so that rows stream."""

    def write(self, value: str) -> str:
        return value


def safe_cell(value: Any) -> str:
    """`value` as text that no spreadsheet reads as a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def stream(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a semicolon CSV in UTF-8 with its mark, every cell neutralised."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
