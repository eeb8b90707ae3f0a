"""The words of a file, to look for what identifies a patient; within limits of time and size."""

import html
import io
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

from portal.lib.upload import DAMAGED, Kind, NotReadable

MOST_CHARACTERS = 2_000_000
READER = Path(__file__).with_name("upload_pdf.py")
READER_SECONDS = 20
# What the reader of PDFs answers besides the text.
PROTECTED, TOO_LONG = 3, 4
# Where a line ends: elsewhere a tag splits words that are read as one.
LINE = re.compile(rb"</(?:w:p|si|c|row|text:p|text:h|table:table-cell)>|<w:(?:br|tab)/>|<text:s")
TAG = re.compile(rb"<[^<>]*>")
# A long number that a spreadsheet keeps as 1.84127645108946E14.
SCIENTIFIC = re.compile(r"\b\d\.\d{9,}[eE]\+?1[2-4]\b")
PRINTABLE = re.compile(rb"[\x20-\x7e\xa0-\xff]{8,}")
VALUES = re.compile(rb'office:value="([^"]*)"')


def text_of(content: bytes, kind: Kind) -> str:
    """The words of the file, its properties included; of an image, what is written beside it.

    Raises NotReadable for a file that is broken, locked, or too long to be read.
    """
    if kind.code == "pdf":
        return _pdf(content)
    if kind.code in ("png", "jpeg"):
        return "\n".join(found.decode("latin-1") for found in PRINTABLE.findall(content))
    return _text(content) if kind.code == "text" else _office(content)


def _pdf(content: bytes) -> str:
    """Read by another process, which cannot take more than its share of time and memory."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file on its input
            [sys.executable, "-I", str(READER)],
            input=content, capture_output=True, timeout=READER_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotReadable(
            "Ce PDF est trop long à lire : enregistrez-en une version plus simple."
        ) from error
    if done.returncode == PROTECTED:
        raise NotReadable("Ce PDF est protégé par un mot de passe : enregistrez-le sans.")
    if done.returncode == TOO_LONG:
        raise NotReadable("Ce PDF compte trop de pages : n’en gardez que celles qui servent.")
    if done.returncode:
        raise NotReadable("Ce PDF est abîmé, ou trop lourd à lire : enregistrez-le de nouveau.")
    return done.stdout.decode()[:MOST_CHARACTERS]


def _text(content: bytes) -> str:
    try:
        return _bounded(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _bounded(content.decode("cp1252", errors="replace"))


def _office(content: bytes) -> str:
    """Every part in XML, without its tags. Nothing is expanded: entities are not read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.namelist() if one.endswith((".xml", ".rels"))]
            words = [_words(archive.read(part)) for part in parts]
    except DAMAGED as error:
        raise NotReadable("Ce fichier est abîmé : enregistrez-le de nouveau.") from error
    return _bounded("\n".join(words))


def _words(part: bytes) -> str:
    values = b"\n".join(VALUES.findall(part))
    plain = TAG.sub(b"", LINE.sub(lambda found: b"\n" + found.group(), part))
    text = html.unescape((plain + b"\n" + values).decode("utf-8", errors="replace"))
    return SCIENTIFIC.sub(lambda found: f"{Decimal(found.group()):.0f}", text)


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise NotReadable("Ce fichier est trop long à relire : envoyez-le en plusieurs parties.")
    return text
