"""Opens a FINESS extraction: its layout and encoding are found, its lines read one by one.

A file of 200 MB is never held in memory, not even when it is a single line.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from directory.refusals import NotFiness

CHUNK = 1 << 20
LONGEST_LINE = 16_384  # the longest real line is under 700 bytes
TAGS = ("finess", "structureet", "geolocalisation")
OTHER_FORMATS = {
    b"PK\x03\x04": "c’est une archive ZIP ; décompressez-la d’abord.",
    b"\x1f\x8b": "il est compressé (gzip) ; décompressez-le d’abord.",
    b"%PDF": "c’est un document PDF.",
    b"\xff\xfe": "il est encodé en UTF-16 ; enregistrez-le en UTF-8.",
    b"\xfe\xff": "il est encodé en UTF-16 ; enregistrez-le en UTF-8.",
}
GENERATED = re.compile(rb'"generatedAt"\s*:\s*"(\d{4}-\d\d-\d\d)T')
# « é » read as « Ã© », « É » as « Ã‰ »: no French word holds this pair.
DOUBLE_ENCODING = re.compile("Ã[\u0080-\uffff]")
# What no column can hold, or no other program can read.
UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
BOM = "\ufeff"


@dataclass(frozen=True)
class Extraction:
    """A file found readable: how to decode it, and the day it speaks of."""

    path: Path
    encoding: str
    extracted_on: date | None
    layout: str = "csv"

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Line numbers from 1 and fields, the first line of the file and blank ones apart.

        A line that is no CSV, or endless, comes as a single field: it will be rejected.
        """
        with self.path.open("rb") as file:
            for number, raw in enumerate(_raw_lines(file), start=1):
                text = raw.decode(self.encoding, errors="replace").strip("\r\n")
                fields = _fields(writable(text).lstrip(BOM))
                if any(fields) and fields[0] != "finess":
                    yield number, fields


def open_extraction(path: Path) -> Extraction:
    """The file, ready to be read. Raises NotFiness with the reason."""
    try:
        with path.open("rb") as file:
            start = file.read(CHUNK)
        _refuse_other_formats(path, start)
        if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            return Extraction(path, "utf-8", _generation_day(start), "json")
        encoding = _encoding(path)
    except OSError as error:
        raise NotFiness(path=path, why=f"{error.strerror}.") from error
    if b"\n" not in start and b"\r" in start:
        why = (
            "ses fins de ligne sont celles des anciens Mac (CR) ; enregistrez-le avec celles "
            "d’Unix ou de Windows."
        )
        raise NotFiness(path=path, why=why)
    line = start.decode(encoding, errors="replace").lstrip(BOM).split("\n", 1)[0].strip()
    first = re.sub(r" *; *", ";", line.replace('"', "").lower())
    _refuse_other_layouts(path, first)
    return Extraction(path, encoding, _extraction_day(first))


def _refuse_other_formats(path: Path, start: bytes) -> None:
    if not start.strip():
        raise NotFiness(path=path, why="il est vide.")
    for signature, why in OTHER_FORMATS.items():
        if start.startswith(signature):
            raise NotFiness(path=path, why=why)
    if b"\x00" in start:
        utf16 = start[:200].count(b"\x00") > 50
        why = "il est encodé en UTF-16 ; enregistrez-le en UTF-8." if utf16 else "il est binaire."
        raise NotFiness(path=path, why=why)


def _encoding(path: Path) -> str:
    """UTF-8 when the whole file is; else what Windows writes; else Latin-1, which reads all."""
    for encoding in ("utf-8", "cp1252", "latin-1"):
        decoder = codecs.getincrementaldecoder(encoding)()
        doubled, tail = 0, ""
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    # Never final: a file cut in the middle of a letter is still UTF-8.
                    text = tail + decoder.decode(chunk)
                    if "\x00" in text:
                        raise NotFiness(path=path, why="il est binaire.")
                    doubled += len(DOUBLE_ENCODING.findall(text))
                    tail = text[-1:]
        except UnicodeDecodeError:
            continue
        if doubled:
            why = (
                "ses accents sont abîmés (« Ã© » au lieu de « é ») ; repartez du fichier d’origine."
            )
            raise NotFiness(path=path, why=why)
        break
    return encoding


def _refuse_other_layouts(path: Path, tag: str) -> None:
    if tag.startswith(tuple(f"{known};" for known in TAGS)):
        return
    for separator, name in ((",", "la virgule"), ("\t", "la tabulation"), ("|", "la barre")):
        if tag.startswith(tuple(f"{known}{separator}" for known in TAGS)):
            why = f"son séparateur est {name} au lieu du point-virgule."
            raise NotFiness(path=path, why=why)
    why = (
        "sa première ligne devrait être « finess;etalab;… » "
        "(fichiers cs1100502 ou cs1100507 de data.gouv.fr)."
    )
    raise NotFiness(path=path, why=why)


def _extraction_day(first: str) -> date | None:
    fields = first.split(";")
    try:
        return date.fromisoformat(fields[3].strip()) if fields[0] == "finess" else None
    except (IndexError, ValueError):
        return None


def _generation_day(start: bytes) -> date | None:
    """The day that a FINESS+ document says of itself, at its beginning."""
    found = GENERATED.search(start)
    try:
        return date.fromisoformat(found[1].decode()) if found else None
    except ValueError:
        return None


def _raw_lines(file) -> Iterator[bytes]:  # noqa: ANN001 -- an open binary file
    while line := file.readline(LONGEST_LINE):
        whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        rest = b"" if whole else line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
        yield line if whole else line[:100].replace(b";", b" ")


def _fields(text: str) -> list[str]:
    """One line at a time: a quote left open must not swallow the lines that follow.

    Some publishers quote the whole line. The tag is in lower case, however it is written.
    """
    try:
        found = next(csv.reader([text], delimiter=";"))
        if len(found) == 1 and ";" in found[0]:
            found = next(csv.reader(found, delimiter=";"))
    except (csv.Error, StopIteration):
        found = [text]
    tag, *fields = map(_unquoted, found)
    return [tag.lower(), *fields]


def writable(text: str) -> str:
    """`text` with a blank in place of the signs that no column can hold."""
    return UNWRITABLE.sub(" ", text)


def _unquoted(field: str) -> str:
    """Without the blanks of padding, nor the quotes that some publishers double."""
    value = " ".join(field.replace('""', '"').split())
    return value.replace('"', "") if value.count('"') % 2 else value
