"""The spreadsheet of a draft, ready to be filled and sent back: its slots, its people."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from coordination.oncall.models import Roster
from coordination.oncall.selectors.rosters.roster_template import TemplateRow, template_rows
from portal.lib.csv import safe_cell

HEADER = ("Date", "Horaire", "Créneau", "Secteur", "Rôle", "Personne", "RPPS")
WIDTHS = (12, 14, 22, 26, 22, 30, 14)
GUIDE = (
    "Remplissez la colonne Personne (ou RPPS), une ligne par personne.",
    "Ajoutez une ligne pour une seconde personne : recopiez date, horaire et secteur.",
    "Une ligne sans personne est laissée de côté : le créneau reste comme il est.",
    "Les dates s’écrivent jj/mm/aaaa, les horaires 20h-8h ; pas de formule.",
    "Renvoyez le fichier : le portail montre ce qu’il a compris avant d’écrire.",
)


def roster_template(roster: Roster) -> bytes:
    """The workbook: the roster, its people, how to fill it."""
    rows, people = template_rows(roster)
    book = Workbook()
    sheet = book.active
    sheet.title = "Tableau"
    sheet.append([_clean(f"{roster.line}, {roster.name}")])
    sheet.merge_cells("A1:G1")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    _fill(sheet, rows)
    _choices(sheet, len(people), 4 + len(rows) + 500)
    listed = book.create_sheet("Personnes")
    listed.append(["Personne", "RPPS", "Secteurs"])
    for person in people:
        listed.append([_clean(words) for words in person])
    listed.column_dimensions["A"].width = 30
    guide = book.create_sheet("Mode d’emploi")
    for sentence in GUIDE:
        guide.append([sentence])
    guide.column_dimensions["A"].width = 90
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Iterable[TemplateRow]) -> None:
    sheet.append(HEADER)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDDDDD")
    for row in rows:
        start, end = (one.astimezone(row.zone) for one in row.period)
        hours = f"{start:%Hh%M}-{end:%Hh%M}"
        words = (row.label, row.sector, row.role, row.person, row.rpps)
        sheet.append([start.date(), hours, *(_clean(one) for one in words)])
        sheet.cell(sheet.max_row, 1).number_format = "DD/MM/YYYY"
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"


def _choices(sheet: Any, people: int, last: int) -> None:
    """A list to pick people from, that forbids nothing."""
    if people:
        chosen = DataValidation(type="list", formula1=f"Personnes!$A$2:$A${people + 1}")
        chosen.showErrorMessage = False
        sheet.add_data_validation(chosen)
        chosen.add(f"F4:F{last}")


def _clean(words: str) -> str:
    """Text that no spreadsheet computes, and that its format can hold."""
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", words))
