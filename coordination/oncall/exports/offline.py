"""The week of a line as one HTML file that opens without network and asks nothing of anybody.

It holds its own style and script: a policy inside the file allows these two and nothing else.
"""

import hashlib
from base64 import b64encode
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from coordination.oncall.selectors.answering.offline import Copy

HERE = Path(__file__).parent
STYLE = (HERE / "offline.css").read_text()
SCRIPT = (HERE / "offline.js").read_text()
PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src '{}'; script-src '{}'">
<meta name="robots" content="noindex">
<title>{} – copie hors connexion</title>
<style>{}</style>
</head>
{}
<script>{}</script>
</html>
"""


def offline_file(copy: Copy) -> str:
    """The whole file."""
    body = render_to_string("oncall/offline_copy.html", {"copy": copy})
    # Both texts are our own files, and hold nothing that anybody typed.
    style, script = mark_safe(STYLE), mark_safe(SCRIPT)  # noqa: S308
    return format_html(PAGE, _hash(STYLE), _hash(SCRIPT), copy.line, style, body, script)


def file_name(copy: Copy) -> str:
    """`astreintes-pdsa-aube-2026-03-28.html`."""
    day = copy.at.astimezone(copy.zone).date()
    return f"astreintes-{copy.line.slug}-{day.isoformat()}.html"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
