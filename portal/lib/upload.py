"""What a file that somebody sends really is, read from its first bytes, never from its name."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

# What an archive may hold once unpacked, read from its directory before anything is unpacked.
MOST_UNPACKED = 60_000_000
MOST_PARTS = 2000
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
# Documents are packed in these two ways only; what reading a damaged one raises.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError,
)  # fmt: skip
# The part of an archive that says what it is, and what it says of each kind.
DECLARED = {
    "docx": ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("[Content_Types].xml", b"spreadsheetml.sheet.main+xml"),
    "odt": ("mimetype", OPEN.encode() + b"text"),
    "ods": ("mimetype", OPEN.encode() + b"spreadsheet"),
}


class NotReadable(ValueError):
    """The file cannot be read, or not safely; `str()` is a French sentence."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its usual ending, what it is called, the endings that it may bear."""

    code: str
    label: str
    media: str
    endings: tuple[str, ...]


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", (".pdf",)),
        Kind("png", "image PNG", "image/png", (".png",)),
        Kind("jpeg", "photo JPEG", "image/jpeg", (".jpg", ".jpeg")),
        Kind("docx", "document Word", f"{OFFICE}wordprocessingml.document", (".docx",)),
        Kind("xlsx", "classeur Excel", f"{OFFICE}spreadsheetml.sheet", (".xlsx",)),
        Kind("odt", "document OpenDocument", f"{OPEN}text", (".odt",)),
        Kind("ods", "classeur OpenDocument", f"{OPEN}spreadsheet", (".ods",)),
        Kind("text", "texte", "text/plain", (".txt", ".csv")),
    )
}
IMAGES = ("png", "jpeg")


def kind_of(content: bytes) -> Kind | None:
    """What `content` is; None for what is none of ours. Raises NotReadable for a trap."""
    if content.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if content.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    return KINDS["text"] if _is_text(content) else None


def bears_its_name(name: str, kind: Kind) -> bool:
    """The ending of `name` is one of those of its kind."""
    return PurePosixPath(name.lower()).suffix in kind.endings


def _archive(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise NotReadable(
                    "Ce fichier est trop gros une fois ouvert : enregistrez-en une version plus "
                    "courte."
                )
            if any(one.compress_type not in PACKED for one in parts):
                raise zipfile.BadZipFile
            if any(one.flag_bits & 1 for one in parts):
                raise NotReadable("Ce fichier est protégé par un mot de passe : retirez-le.")
            names = {one.filename for one in parts}
            for code, (part, mark) in DECLARED.items():
                if part in names and mark in archive.read(part):
                    return KINDS[code]
    except DAMAGED as error:
        if isinstance(error, NotReadable):
            raise
        raise NotReadable("Ce fichier est abîmé : enregistrez-le de nouveau.") from error
    return None


def _is_text(content: bytes) -> bool:
    """Words in UTF-8 or in the code page of Windows: no byte that writes nothing."""
    controls = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
    return bool(content) and content.translate(None, controls) == content
