"""The PDF/UA of a reflex card: boxes to tick by hand, for a wall or a pocket."""

from typing import Any

from coordination.crisis import clock
from coordination.crisis.models import Band, Cell
from coordination.crisis.selectors.card import BandLines, CardPage
from portal.lib.pdf import typeset


def card_pdf(cell: Cell, page: CardPage) -> bytes:
    """The card as the cell follows it, in the order of the bands, with what is done."""
    return typeset("card.typ", _words(cell, page), at=clock.now())


def _words(cell: Cell, page: CardPage) -> dict[str, Any]:
    crisis = cell.crisis
    prefix = "EXERCICE – " if crisis.is_exercise else ""
    bands = sorted(page.bands, key=lambda one: list(Band).index(one.band))
    return {
        "title": f"{prefix}Fiche réflexe : {page.role}",
        "cell": cell.name,
        "about": f"{crisis} ({crisis.reference})",
        "is_exercise": crisis.is_exercise,
        "mission": page.role.mission,
        "is_ours": page.is_ours,
        "bands": [_band(one) for one in bands],
    }


def _band(one: BandLines) -> dict[str, Any]:
    return {
        "title": one.band.label.capitalize(),
        "version": f"version {one.card.version}",
        "lines": [{"done": line.is_done, "text": line.item.text} for line in one.lines],
    }
