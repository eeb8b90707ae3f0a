"""Reads a JSON document of any size, one object of its lists at a time.

The scanner of the standard library is fast and strict; it only needs to be fed. What is held
in memory is one object and a megabyte, never the document.
"""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directory.refusals import NotFiness

CHUNK = 1 << 20
LARGEST = 64 << 20  # characters of one object; the largest real entity has a few thousand sites
LONGEST_SIGN = 8  # « \\u00e9 », « false »: what an edge may cut in two
BLANK = " \t\r\n"


class Document:
    """A JSON object whose lists are long. Raises NotFiness when it is cut or is not JSON."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decode = json.JSONDecoder().raw_decode
        self.read_so_far = 0

    def members(self) -> Iterator[tuple[str, Any]]:
        """Each object of each list at the root with the name of the list; each other value."""
        with self.path.open("rb") as self.file:
            self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
            self.text, self.at, self.is_over = "", 0, False
            self._expect("{")
            while self._next() != "}":
                name = self._value()
                self._expect(":")
                if self._next() == "[":
                    yield from ((str(name), one) for one in self._items())
                else:
                    yield str(name), self._value()
            self._expect("}")
            if self._next():
                self._refuse("il est illisible : du texte suit la fin du document.")

    def _items(self) -> Iterator[Any]:
        self._expect("[")
        while self._next() != "]":
            yield self._value()
        self._expect("]")

    def _next(self) -> str:
        """The next sign that counts, commas apart; empty at the end of the file."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in BLANK + ",":
                self.at += 1
            if self.at < len(self.text) or not self._feed():
                return self.text[self.at : self.at + 1]

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            self._refuse_here()
        self.at += 1

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self.decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if not self._is_cut(error) or not self._feed():
                    self._refuse_here(is_cut=self._is_cut(error))
                continue
            except (RecursionError, ValueError):  # boxes without end, a number of 5,000 digits
                self._refuse_here(is_cut=False)
            if end < len(self.text) or not self._feed():
                self.at = end
                return value

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """True when the text may only lack its end: the edge of what was read, or of the file."""
        return error.msg.startswith("Unterminated") or error.pos >= len(self.text) - LONGEST_SIGN

    def _feed(self) -> bool:
        """More text, as much again as is held; False at the end of the file."""
        held = len(self.text) - self.at
        if self.is_over:
            return False
        if held > LARGEST:
            self._refuse("un de ses objets est trop grand pour être lu.")
        try:
            raw = self.file.read(max(CHUNK, held))
            more = self.decoder.decode(raw, final=not raw)
        except UnicodeDecodeError:
            self._refuse("il n’est pas encodé en UTF-8, ou il est coupé au milieu d’une lettre.")
        self.is_over = not raw
        self.read_so_far += self.at
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(raw)

    def _refuse_here(self, *, is_cut: bool = True) -> None:
        place = f"{self.read_so_far + self.at:,}".replace(",", "\u202f")
        if self.is_over and is_cut:
            self._refuse(f"il est coupé : il s’arrête au milieu, vers le caractère {place}.")
        self._refuse(f"il est illisible vers le caractère {place}.")

    def _refuse(self, why: str) -> None:
        raise NotFiness(path=self.path, why=why)
