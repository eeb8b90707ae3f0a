"""The signed archive of a cell: a zip, a manifest of digests, an Ed25519 signature (rule 29).

`manifest.json` names every file with its SHA-256; `manifest.sig` signs it. Whoever has the zip
and the public key verifies everything without the portal, the chain of the log included.
"""

import base64
import hashlib
import json
import zipfile
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coordination.crisis.canonical import digest_of, genesis, sealed

MANIFEST, SIGNATURE, LOG = "manifest.json", "manifest.sig", "main-courante.json"
FORMAT = 1
# The same bytes for the same content: no clock of the machine in it.
STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Verdict:
    """What the verification of an archive found: the first bad file, and why, in French."""

    files: int
    key: str
    bad: str = ""
    why: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.bad


def signing_key(given: str, secret: str) -> Ed25519PrivateKey:
    """The key given in base64 (32 bytes), else one drawn from the secret of the portal.

    Raises ValueError when what is given is no key.
    """
    if given:
        try:
            return Ed25519PrivateKey.from_private_bytes(base64.b64decode(given, validate=True))
        except NotBase64 as error:
            raise ValueError("The key of the archives is 32 bytes in base64.") from error
    drawn = HKDF(SHA256(), 32, salt=None, info=b"portal.crisis.bundle").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(drawn)


def public_of(key: Ed25519PrivateKey) -> str:
    """The public key in base64, as it is published."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def seal(files: Mapping[str, bytes], about: Mapping[str, Any], *, key: Ed25519PrivateKey) -> bytes:
    """The zip of `files`, with their manifest and its signature."""
    manifest = {
        "format": FORMAT,
        **about,
        "public_key": public_of(key),
        "files": [
            {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in sorted(files.items())
        ],
    }
    said = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    whole = {MANIFEST: said, SIGNATURE: base64.b64encode(key.sign(said)), **files}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in whole.items():
            archive.writestr(zipfile.ZipInfo(path, STAMP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def manifest_of(content: bytes) -> dict[str, Any]:
    """What was signed: the cell, the head of its log, each file with its SHA-256."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        said: dict[str, Any] = json.loads(archive.read(MANIFEST))
        return said


def verify(content: bytes, keys: Iterable[str]) -> Verdict:
    """Signature by one of `keys` (base64), digest of each file, nothing more nor less, chain."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        said, signed = archive.read(MANIFEST), archive.read(SIGNATURE)
        files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        return Verdict(0, "", MANIFEST, f"ce n’est pas une archive de cellule ({error})")
    key = next((one for one in keys if _signs(one, signed, said)), "")
    if not key:
        return Verdict(len(files), "", SIGNATURE, "la signature n’est pas celle du portail")
    listed = {one["path"]: one["sha256"] for one in json.loads(said)["files"]}
    for path in sorted({*files, *listed} - {MANIFEST, SIGNATURE}):
        if why := _fault(path, files.get(path), listed.get(path)):
            return Verdict(len(files), key, path, why)
    broken = _broken(json.loads(files[LOG])) if LOG in files else "elle manque"
    return Verdict(len(files), key, LOG if broken else "", broken)


def _signs(key: str, signed: bytes, said: bytes) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
        public.verify(base64.b64decode(signed, validate=True), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def _fault(path: str, content: bytes | None, wanted: str | None) -> str:
    if content is None:
        return "ce fichier manque"
    if wanted is None:
        return "ce fichier n’est pas dans le manifeste"
    return "" if hashlib.sha256(content).hexdigest() == wanted else "ce fichier a été changé"


def _broken(log: dict[str, Any]) -> str:
    """Why the chain of the log does not hold; empty when it does."""
    previous = genesis(log["cell"])
    for rank, one in enumerate(log["entries"], start=1):
        digest = bytes.fromhex(one["content_digest"])
        commit = sealed(
            previous,
            seq=one["seq"],
            microseconds=one["recorded_us"],
            author=one["author"] or 0,
            digest=digest,
        )
        if one["seq"] != rank or commit.hex() != one["commit"]:
            return f"la chaîne est rompue à l’entrée n° {rank}"
        if one["canonical"] is not None:
            content = base64.b64decode(one["canonical"])
            if digest_of(bytes.fromhex(one["salt"]), content) != digest:
                return f"le contenu de l’entrée n° {rank} ne correspond pas à son empreinte"
        elif not one["redacted"]:
            return f"le texte de l’entrée n° {rank} manque sans effacement"
        previous = commit
    return "" if previous.hex() == log["head"] else "la tête ne correspond pas à la dernière entrée"
