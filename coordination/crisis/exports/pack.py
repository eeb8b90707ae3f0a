"""The offline pack as one file: pages that open from a disk, CSV, PDF. The same bytes for the
same words: files bear no hour, the hour of the pack is on its pages."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from coordination.crisis.models import Cell
from coordination.crisis.selectors.pack import PackContent, report_of
from coordination.crisis.selectors.sheets import Sheet
from portal.lib.csv import stream
from portal.lib.dates import day_words
from portal.lib.pdf import typeset
from portal.lib.text import search_key
from portal.territories.ground import Ground, ground_of
from portal.territories.paper import PaperMap, paper_map
from portal.territories.selectors import outline_features

# To be filled by hand: nothing to sort.
PAPER = "papier"
# A file of a zip must have a date: the first that the format knows.
UNDATED = (1980, 1, 1, 0, 0, 0)


def pack_file(cell: Cell, content: PackContent, *, at: datetime) -> bytes:
    """The zip: `index.html` links everything else, relatively; nothing asks a network."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in _files(cell, content, at):
            archive.writestr(ZipInfo(name, UNDATED), data, ZIP_DEFLATED)
    return buffer.getvalue()


def file_name(cell: Cell) -> str:
    """`copie-hors-connexion-2026-10-001-cellule-departementale.zip`."""
    words = "-".join(search_key(cell.name).split())[:40].strip("-")
    prefix = "EXERCICE-" if cell.crisis.is_exercise else ""
    return f"{prefix}copie-hors-connexion-{cell.crisis.reference}-{words}.zip"


def _files(cell: Cell, content: PackContent, at: datetime) -> list[tuple[str, str | bytes]]:
    local = at.astimezone(ZoneInfo(cell.territory.timezone))
    report = report_of(content)
    sorted_ones = [one for one in content.sheets if one.tables and one.name != PAPER]
    built = day_words(local, "l j F Y à H \\h i")
    shared = {
        "content": content,
        "built": built,
        "report": f"point-de-situation-{report.number}.pdf" if report else "",
        "csv": [f"csv/{sheet.name}.csv" for sheet in sorted_ones],
    }
    files: list[tuple[str, str | bytes]] = [
        ("index.html", render_to_string("crisis/pack/index.html", shared)),
        ("style.css", render_to_string("crisis/pack/style.css")),
        ("tout.pdf", _pdf(content, built, at)),
        ("carte.html", render_to_string("crisis/pack/map.html", shared | _map(cell, content))),
    ]
    for sheet in content.sheets:
        page = render_to_string("crisis/pack/sheet.html", shared | {"sheet": sheet})
        files.append((f"{sheet.name}.html", page))
    files += [(f"csv/{one.name}.csv", "".join(_csv(one))) for one in sorted_ones]
    if report is not None:
        files.append((f"point-de-situation-{report.number}.pdf", bytes(report.document.pdf)))
    return files


def _map(cell: Cell, content: PackContent) -> dict[str, PaperMap | Ground | int]:
    """The structures of the directory over the outlines that we have, drawn once and for all."""
    ground = ground_of(cell.territory)
    around = outline_features(ground.department) if ground.department else []
    drawn = paper_map(
        content.spots,
        communes=[one["geometry"] for one in around],
        borders=[one["geometry"] for one in ground.borders],
    )
    return {"map": drawn, "ground": ground, "placed": len(content.spots)}


def _csv(sheet: Sheet) -> list[str]:
    """Every table of the sheet in one file: the first column says which."""
    header = ["Tableau", *sheet.tables[0].header]
    rows = [[table.caption, *row] for table in sheet.tables for row in table.rows]
    return list(stream(header, rows))


def _pdf(content: PackContent, built: str, at: datetime) -> bytes:
    data = {
        "title": f"{'EXERCICE – ' if content.is_exercise else ''}{content.title}",
        "about": content.about,
        "is_exercise": content.is_exercise,
        "lead": f"{content.about}. Copie hors connexion préparée le {built}.",
        "sheets": [
            {
                "title": sheet.title,
                "lead": sheet.lead,
                "is_paper": sheet.name == PAPER,
                "tables": [
                    {"caption": one.caption, "header": one.header, "rows": one.rows,
                     "empty": one.empty or "Rien."}
                    for one in sheet.tables
                ],
            }
            for sheet in content.sheets
        ],
    }  # fmt: skip
    return typeset("pack.typ", data, at=at)
