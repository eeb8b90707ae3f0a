"""PDF/UA-1 from a typst template: tagged, readable aloud, the same bytes for the same data."""

import json
from datetime import datetime
from typing import Any

import typst
from django.conf import settings

FOLDER = settings.BASE_DIR / "templates" / "pdf"


class TemplateBroken(RuntimeError):
    """The template no longer compiles without a warning: a fault of ours, never shown as a PDF."""


def typeset(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF that says `data`, dated `at`. Data pass as JSON, so that nothing in them is code.

    Fonts are those inside the compiler, never the machine's. Raises TemplateBroken.
    """
    compiler = typst.Compiler(
        str(FOLDER / template),
        root=str(FOLDER),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp())
    )
    if warnings or not isinstance(pdf, bytes):
        raise TemplateBroken("; ".join(str(warning) for warning in warnings))
    return pdf
