"""Reads a PDF from its standard input and writes its words: a process of its own, with limits.

Run as a script by upload_text.py, never imported by it: a PDF made to exhaust its reader stops
this process and nothing else. Answers 3 for a protected file, 4 for too many pages.
"""

import resource
import sys
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_PAGES = 200
MEMORY = 768 * 2**20
CPU_SECONDS = 15


def words_of(content: bytes) -> str:
    """The text layer of every page, the fields of its forms, its properties and its notes."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise SystemExit(3)
    if len(reader.pages) > MOST_PAGES:
        raise SystemExit(4)
    words = [str(value) for value in (reader.metadata or {}).values()]
    words += [str(value) for value in (reader.get_form_text_fields() or {}).values() if value]
    for page in reader.pages:
        words.append(page.extract_text())
        words += [str(one.get_object().get("/Contents", "")) for one in page.annotations or []]
    return "\n".join(words)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        found = words_of(sys.stdin.buffer.read())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise SystemExit(2) from None
    sys.stdout.buffer.write(found.encode(errors="replace"))
