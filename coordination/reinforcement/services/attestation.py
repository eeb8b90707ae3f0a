"""The attestation as PDF/UA-1: tagged, readable aloud, the same bytes for the same mission."""

from dataclasses import asdict

from coordination.reinforcement.selectors.attestation import Attestation
from portal.lib.pdf import typeset


def compile_attestation(words: Attestation) -> bytes:
    """The PDF that says `words`. Raises TemplateBroken."""
    data = asdict(words)
    data.pop("issued_at")
    return typeset("attestation.typ", data, at=words.issued_at)
