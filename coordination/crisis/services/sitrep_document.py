"""The PDF/UA of a situation report, with the head of the log in its footer (rule 2)."""

from datetime import datetime
from typing import Any

from coordination.crisis.models import Sitrep
from portal.lib.dates import day_words
from portal.lib.pdf import typeset


def sitrep_pdf(sitrep: Sitrep) -> bytes:
    """The report, tagged and dated of its issue: the same bytes for the same report."""
    return typeset("sitrep.typ", _words(sitrep), at=sitrep.issued_at or sitrep.as_of)


def _words(sitrep: Sitrep) -> dict[str, Any]:
    cell, crisis = sitrep.cell, sitrep.cell.crisis
    prefix = "EXERCICE – " if crisis.is_exercise else ""
    return {
        "title": f"{prefix}{sitrep}, {cell}",
        "short": f"point n° {sitrep.number}, pour {sitrep.get_audience_display()}",
        "about": f"{crisis} ({crisis.reference})",
        "cell": cell.name,
        "is_exercise": crisis.is_exercise,
        "log_seq": sitrep.log_seq,
        "log_head": sitrep.log_head,
        "lead": [
            f"{crisis} ({crisis.reference}). Niveau {sitrep.level} de la cellule.",
            f"Situation du {_said(sitrep, sitrep.since)} au {_said(sitrep, sitrep.as_of)}.",
            f"Pour {sitrep.get_audience_display()}. Rédigé par {sitrep.author}, "
            f"validé par {sitrep.validator}.",
        ],
        "parts": [
            {"title": title.capitalize(), "lines": [line for line in words.splitlines() if line]}
            for title, words in sitrep.sections
        ],
        "figures": [
            {"stale": one.is_stale, "cells": [one.label, one.words, one.source, one.age]}
            for one in sitrep.figures.select_related("sitrep")
        ],
        "next": f"Au plus tard le {_said(sitrep, sitrep.next_at)}."
        if sitrep.next_at
        else "Sur événement.",
    }


def _said(sitrep: Sitrep, instant: datetime) -> str:
    """In the time of the territory (rule 28)."""
    local = instant.astimezone(sitrep.cell.zone)
    return day_words(local, "j F Y à H \\h i")
