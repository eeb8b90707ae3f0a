"""The rows of a spreadsheet (XLSX or CSV), read with limits before anything is unpacked."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 5_000_000
# A roster of a year in five sectors weighs less than three once unpacked.
MOST_UNPACKED = 12_000_000
MOST_PARTS = 200
MOST_ROWS = 5000
MOST_COLUMNS = 30
LONGEST_CELL = 300
WANTED_SHEET = "Tableau"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# What openpyxl raises on files that only look like a workbook.
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError,
    TypeError, AttributeError, IndexError, OSError, EOFError, RuntimeError, NotImplementedError,
)  # fmt: skip


class NotASheet(ValueError):
    """The file cannot be read at all; `str()` is French."""


class Formula(str):
    """A cell that computes: never read, whatever it shows."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """A row of the sheet, as numbered there; empty cells are None."""

    number: int
    cells: tuple[Any, ...]

    @property
    def filled(self) -> list[Any]:
        return [cell for cell in self.cells if cell is not None]


def read_sheet(content: bytes) -> list[Row]:
    """The rows that hold something. Raises NotASheet."""
    if len(content) > MOST_BYTES:
        raise NotASheet("Ce fichier pèse plus de 5 Mo : envoyez-le en plusieurs fois.")
    if content.startswith(OLD_OR_LOCKED):
        raise NotASheet(
            "Ce fichier est un ancien classeur .xls, ou il est protégé par un mot de passe : "
            "enregistrez-le au format .xlsx, sans mot de passe."
        )
    rows = _workbook(content) if content.startswith(b"PK") else _text(content)
    found = [row for row in rows if row.filled]
    if not found:
        raise NotASheet("Ce fichier est vide : remplissez le modèle, puis renvoyez-le.")
    return found


def _workbook(content: bytes) -> list[Row]:
    try:
        _check_parts(content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            names = book.sheetnames
            sheet = book[WANTED_SHEET if WANTED_SHEET in names else names[0]]
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
            found = [
                Row(number, tuple(_cell(cell) for cell in row))
                for number, row in enumerate(rows, start=1)
            ]
        finally:
            book.close()
    except NotASheet:
        raise
    except BROKEN as error:
        raise NotASheet(
            "Ce classeur est abîmé ou n’en est pas un : enregistrez-le de nouveau au format .xlsx."
        ) from error
    if len(found) > MOST_ROWS:
        raise NotASheet(TOO_LONG)
    return found


IMAGES = "xl/media/"
TOO_LONG = f"Ce tableau compte plus de {MOST_ROWS} lignes : envoyez-le en plusieurs fois."


def _check_parts(content: bytes) -> None:
    """The directory of the archive is read before anything of it is unpacked. Raises NotASheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NotASheet(
                "Ce classeur est trop gros une fois ouvert : gardez la feuille du tableau seule, "
                f"{MOST_ROWS} lignes au plus."
            )
        if "xl/workbook.xml" not in archive.namelist():
            raise NotASheet("Ce fichier n’est pas un classeur : enregistrez-le en .xlsx ou en CSV.")
        for part in parts:
            # Whole, whatever its name: a comment, or UTF-16, would hide what is looked for.
            said = b"" if part.filename.startswith(IMAGES) else archive.read(part)
            if b"<!DOCTYPE" in said.replace(b"\0", b"").upper():
                raise NotASheet("Ce classeur contient des définitions qui ne sont pas admises.")


def _cell(cell: Any) -> Any:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return Formula(value)
    if isinstance(value, str):
        return " ".join(value[:LONGEST_CELL].split()) or None
    return value


def _text(content: bytes) -> list[Row]:
    if b"\0" in content:
        raise NotASheet("Ce fichier n’est ni un classeur .xlsx ni un CSV.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=head.count)
    found = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if number > MOST_ROWS:
                raise NotASheet(TOO_LONG)
            found.append(Row(number, tuple(_plain(cells[:MOST_COLUMNS]))))
    except csv.Error as error:
        raise NotASheet("Ce CSV est abîmé : une cellule ne finit pas.") from error
    return found


def _plain(cells: Iterable[str]) -> Iterable[str | None]:
    for cell in cells:
        text = " ".join(cell[:LONGEST_CELL].split())
        yield Formula(text) if text.startswith(("=", "@", "+")) else text or None
