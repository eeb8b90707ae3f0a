"""The attestation as PDF/UA-1: tagged, readable aloud, the same bytes for the same mission."""

import json
from dataclasses import asdict

import typst
from django.conf import settings

from coordination.reinforcement.selectors.attestation import Attestation

FOLDER = settings.BASE_DIR / "templates" / "pdf"


class AttestationBroken(RuntimeError):
    """The template no longer compiles without a warning: a fault of ours, never shown as a PDF."""


def compile_attestation(words: Attestation) -> bytes:
    """The PDF that says `words`; data pass as JSON, so that nothing in them is code.

    Fonts are those inside the compiler, never the machine's. Raises AttestationBroken.
    """
    data = asdict(words)
    data.pop("issued_at")
    compiler = typst.Compiler(
        str(FOLDER / "attestation.typ"),
        root=str(FOLDER),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(words.issued_at.timestamp())
    )
    if warnings or not isinstance(pdf, bytes):
        raise AttestationBroken("; ".join(str(warning) for warning in warnings))
    return pdf
