"""The canonical content of a log entry, and the chain over its digests.

content_digest = SHA-256(salt ‖ canonical content); commit = SHA-256(previous commit ‖ seq ‖
recorded_at ‖ author ‖ content_digest). The chain runs over digests: a text and its salt may be
destroyed, and the chain still verifies (decision 22). The database computes the commits
(models/log.py); `commit_of` computes them again, elsewhere, to verify.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

# Version of `canonical`: it stands first in the content. Never change what a version means:
# add another one, and its vectors in tests/coordination/crisis/canonical_vectors.json.
VERSION = 1
FIELDS_OF = {
    1: (
        "cell", "occurred_at", "author", "author_role", "kind", "importance", "channel",
        "reliability", "certainty", "theme", "from_structure", "from_role", "from_name",
        "to_structure", "to_role", "to_name", "in_sitrep", "is_system", "links", "corrects",
        "link_role", "text",
    ),
}  # fmt: skip
SALT_BYTES = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Value = str | int | bool | datetime | None


def canonical(content: Mapping[str, Value], version: int = VERSION) -> bytes:
    """The content as bytes: fixed order, each value prefixed by its length, UTF-8 in NFC.

    Instants are UTC to the microsecond. Nothing is the empty text. Raises KeyError for a
    missing field or an unknown version, ValueError for a naive instant.
    """
    parts = [str(version), *(_text(content[name]) for name in FIELDS_OF[version])]
    written = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in written)


def digest_of(salt: bytes, content: bytes) -> bytes:
    """The digest that stands for the content in the chain."""
    return hashlib.sha256(salt + content).digest()


def genesis(cell: str) -> bytes:
    """The commit before the first entry of the log of `cell` (its public identifier)."""
    return hashlib.sha256(b"main courante " + cell.encode()).digest()


def commit_of(
    previous: bytes, *, seq: int, recorded_at: datetime, author: int | None, digest: bytes
) -> bytes:
    """The commit of an entry, as the database computes it when the entry is written."""
    instant = microseconds(recorded_at)
    return sealed(previous, seq=seq, microseconds=instant, author=author or 0, digest=digest)


def sealed(previous: bytes, *, seq: int, microseconds: int, author: int, digest: bytes) -> bytes:
    """The same, of an instant already counted since 1970: what an archive holds."""
    numbers = (seq, microseconds, author)
    packed = b"".join(number.to_bytes(8, "big", signed=True) for number in numbers)
    return hashlib.sha256(previous + packed + digest).digest()


def microseconds(instant: datetime) -> int:
    """Since 1970, in UTC. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a zone has no canonical form.")
    return (instant - EPOCH) // MICROSECOND


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return str(microseconds(value))
    return unicodedata.normalize("NFC", str(value))
