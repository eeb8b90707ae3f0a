"""A roster from a spreadsheet: what is understood line by line, and what is written at once."""

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from coordination.oncall.imports.roster_rows import read_rows
from coordination.oncall.imports.sheet import NotASheet, read_sheet
from coordination.oncall.models import Absence, Roster, Shift, Slot
from coordination.oncall.refusals import RosterMoved
from coordination.oncall.refusals.files import FileUnreadable, UploadOver
from coordination.oncall.selectors.rosters.roster_import import roster_plan
from coordination.oncall.services.rosters.roster_import import apply_roster_file, read_roster_file
from tests.coordination.oncall.roster_world import (
    MemberFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)
from tests.people import log_in

HEADER = ["Date", "Horaire", "Secteur", "Rôle", "Personne", "RPPS"]
SATURDAY = date(2026, 3, 28)


def workbook(*rows, header=HEADER, before=()):
    book = Workbook()
    sheet = book.active
    for row in [*before, header, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows, header=HEADER, delimiter=";"):
    return "\r\n".join(delimiter.join(row) for row in [header, *rows]).encode("utf-8-sig")


def understood(*rows, **given):
    return read_rows(read_sheet(workbook(*rows, **given)))


# --- Cells ----------------------------------------------------------------------------------
@pytest.mark.parametrize("day", ["28/03/2026", "28.3.26", "2026-03-28", "samedi 28 mars 2026",
                                 SATURDAY, datetime(2026, 3, 28)])  # fmt: skip
def test_days_are_read_as_they_are_written(day):
    (entry,) = understood([day, "20h-8h", "Troyes", "", "Garde"]).entries

    assert entry.day == SATURDAY


@pytest.mark.parametrize("hours", ["20h-8h", "20h00–08h00", "20:00 - 08:00", "de 20 h à 8 h",
                                   "20 h 00 → 8 h 00", "20H/8H".replace("/", " à ")])  # fmt: skip
def test_hours_are_read_as_they_are_written(hours):
    (entry,) = understood([SATURDAY, hours, "Troyes", "", "Garde"]).entries

    assert (entry.start, entry.end) == (time(20), time(8))


def test_midnight_is_written_in_three_ways_and_hours_may_have_two_columns():
    rows = [[SATURDAY, f"20h-{end}", "", "", "Garde"] for end in ("24h", "0h", "minuit")]

    assert {entry.end for entry in understood(*rows).entries} == {time(0)}
    (entry,) = understood(
        [SATURDAY, time(20), "24:00", "Garde"], header=["Jour", "Début", "Fin", "Médecin"]
    ).entries
    assert (entry.start, entry.end) == (time(20), time(0))


def test_merged_titles_are_passed_over_and_name_the_sector_of_what_follows():
    lines = understood(
        [SATURDAY, "20h-8h", None, None, "Garde"],
        ["Secteur : Bar-sur-Aube"],
        [SATURDAY, "20h-8h", None, None, "Tour"],
        [SATURDAY, "20h-8h", "Troyes", None, None],
        before=[["Gardes de mars"], [], ["Secteur de l’Aube"]],
    )

    assert [(entry.line, entry.sector) for entry in lines.entries] == [(5, ""), (7, "Bar-sur-Aube")]
    assert lines.empty == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([None, "20h-8h", "", "", "Garde"], "La date manque"),
        (["31/02/2026", "20h-8h", "", "", "Garde"], "n’existe pas"),
        ([46109, "20h-8h", "", "", "Garde"], "format date"),
        (["03/28/2026", "20h-8h", "", "", "Garde"], "le mois vient après"),
        ([SATURDAY, None, "", "", "Garde"], "L’horaire manque"),
        ([SATURDAY, "la nuit", "", "", "Garde"], "20h-8h"),
        ([SATURDAY, "20h-25h", "", "", "Garde"], "n’existe pas"),
        ([SATURDAY, "20h-8h", "", "", "=A1"], "formule"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_refused_alone(row, sentence):
    lines = understood(row, [SATURDAY, "20h-8h", "", "", "Tour"])

    ((number, words),) = lines.problems
    assert number == 2 and sentence in words
    assert len(lines.entries) == 1


def test_two_formats_of_date_in_one_file_make_the_others_doubtful():
    lines = understood(
        ["04/05/2026", "20h-8h", "", "", "A"], ["03/28/2026", "20h-8h", "", "", "B"],
        ["29/03/2026", "20h-8h", "", "", "C"], ["05/05/2026", "20h-8h", "", "", "D"],
    )  # fmt: skip

    assert [number for number, _ in lines.problems] == [2, 3]
    assert "deux formats de date" in lines.problems[0][1] and "ligne 3" in lines.problems[0][1]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_too_and_its_formulas_refused(delimiter):
    evening = ["28/03/2026", "20h-8h", "Troyes", ""]
    content = text([*evening, "Zoé", ""], [*evening, "=1+1", ""], delimiter=delimiter)

    lines = read_rows(read_sheet(content))

    assert [entry.person for entry in lines.entries] == ["Zoé"]
    assert "formule" in lines.problems[0][1]
    assert read_sheet("Médecin;Été".encode("cp1252"))[0].cells == ("Médecin", "Été")


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return out.getvalue()


def entities(before="", encoding="utf-8"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        said = f'{before}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        archive.writestr("xl/workbook.xml", said.encode(encoding))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"PK\x03\x04" + b"0" * 100, "abîmé"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "ancien classeur"),
        (b"\x00\x01\x02" * 30, "ni un classeur"),
        (b"x" * 6_000_000, "plus de 5\u00a0Mo"),
        (bomb(), "trop gros"),
        (entities(), "définitions"),
        (entities(before=f"<!-- {'x' * 3_000} -->"), "définitions"),
        (entities(encoding="utf-16"), "définitions"),
        (workbook(header=["Nom", "Ville", "Âge"]), "il manque Date, Horaire"),
        (text(*[["28/03/2026", "20h-8h", "", "", "A", ""]] * 100_000), "5000 lignes"),
    ],
    ids=[
        "vide",
        "abîmé",
        "xls",
        "binaire",
        "lourd",
        "bombe",
        "entités",
        "sous un commentaire",
        "en UTF-16",
        "colonnes",
        "100 000",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_and_fast(content, sentence):
    start = monotonic()

    with pytest.raises(NotASheet, match=sentence):
        read_rows(read_sheet(content))

    assert monotonic() - start < 10


# --- The draft ------------------------------------------------------------------------------
@pytest.fixture
def sector(line):
    return SectorFactory(line=line, name="Bar-sur-Aube", code="bar")


@pytest.fixture
def draft(line, sector, role):
    """Two nights, each an evening then a deep night."""
    roster = RosterFactory(
        line=line, state=Roster.State.DRAFT, days=DateRange(SATURDAY, date(2026, 4, 1))
    )
    for rank in range(2):
        day = SATURDAY + timedelta(days=rank)
        SlotFactory(roster=roster, sector=sector, local_day=day)
        SlotFactory(
            roster=roster, sector=sector, local_day=day + timedelta(days=1), label="nuit profonde",
            period=evening(day + timedelta(days=1), 0, 8), slot_class="deep_night",
        )  # fmt: skip
    return roster


def listed(line, role, name, **fields):
    member = MemberFactory(
        line=line, person=PersonFactory(first_name="Zoé", last_name=name, **fields)
    )
    member.roles.add(role)
    return member.person


@pytest.fixture
def zoe(line, role):
    return listed(line, role, "Lefèvre", rpps="10000000017")


def sent(roster, by, *rows, **given):
    return read_roster_file(workbook(*rows, **given), name="mars.xlsx", roster=roster, by=by)


def night(day, person, rpps="", sector="Bar-sur-Aube", hours="20h-8h"):
    return [f"{day:%d/%m/%Y}", hours, sector, "", person, rpps]


@pytest.mark.django_db
def test_a_night_fills_the_two_slots_it_is_made_of_once_it_is_confirmed(draft, zoe, emile):
    upload = sent(draft, emile, night(SATURDAY, "Dr LEFEVRE Zoé", "10000000017"))
    before = draft.shifts.count()

    apply_roster_file(upload, by=emile)

    shifts = draft.shifts.order_by("period")
    assert before == 0
    assert [(one.slot.label, one.person, one.origin, one.holds) for one in shifts] == [
        ("soirée", zoe, "import", False), ("nuit profonde", zoe, "import", False),
    ]  # fmt: skip
    # The clocks go forward that night.
    assert shifts[1].period.upper - shifts[0].period.lower == timedelta(hours=11)
    with pytest.raises(UploadOver):
        apply_roster_file(upload, by=emile)


@pytest.mark.django_db
def test_the_same_file_changes_nothing_and_another_changes_the_slots_it_names(
    draft, line, role, zoe, emile
):
    other = listed(line, role, "Martin")
    rows = [night(SATURDAY, "Zoé Lefèvre"), night(date(2026, 3, 29), "Zoé Martin")]
    apply_roster_file(sent(draft, emile, *rows), by=emile)
    kept = set(draft.shifts.values_list("pk", flat=True))

    again = apply_roster_file(sent(draft, emile, *rows), by=emile)
    assert (again.changes, again.same) == (0, 4)
    assert set(draft.shifts.values_list("pk", flat=True)) == kept

    apply_roster_file(sent(draft, emile, night(SATURDAY, "Zoé Martin", hours="20h-0h")), by=emile)

    holders = draft.shifts.order_by("period").values_list("person__last_name", flat=True)
    assert list(holders) == ["Martin", "Lefèvre", "Martin", "Martin"]
    assert other.shifts.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (night(date(2026, 4, 1), "Zoé Lefèvre"), "hors du tableau, qui va du 28/03/2026 au 31/03"),
        (night(SATURDAY, "Zoé Inconnue"), "Personne ne s’appelle « Zoé Inconnue »"),
        (night(SATURDAY, "Zoé Lefèvre", "10000000099"), "numéro RPPS « 10000000099 »"),
        (night(SATURDAY, "Zoé Double", "10000000017"), "est celui de Zoé Lefèvre"),
        (night(SATURDAY, "Zoé Double"), "Plusieurs membres"),
        (night(SATURDAY, "Zoé Lefèvre", sector="Reims"), "Aucun secteur"),
        (night(SATURDAY, "Zoé Lefèvre", hours="9h-10h"), "ses créneaux sont 20\u00a0h–minuit"),
    ],
)
def test_each_line_that_is_not_of_this_roster_says_why(
    draft, line, role, zoe, emile, row, sentence
):
    listed(line, role, "Double"), listed(line, role, "Double")

    plan = roster_plan(sent(draft, emile, row))

    ((number, words),) = plan.problems
    assert number == 2 and sentence in words
    assert plan.changes == 0


@pytest.mark.django_db
def test_twice_the_same_and_two_places_at_once_are_refused(draft, line, zoe, emile):
    troyes = SectorFactory(line=line, name="Troyes", code="troyes")
    SlotFactory(roster=draft, sector=troyes, local_day=SATURDAY)
    rows = [
        night(SATURDAY, "Zoé Lefèvre"), night(SATURDAY, "Lefèvre Zoé"),
        night(SATURDAY, "Zoé Lefèvre", sector="Troyes", hours="20h-24h"),
    ]  # fmt: skip

    plan = roster_plan(sent(draft, emile, *rows))

    assert [line for line, _ in plan.problems] == [3, 4]
    assert "la même chose est déjà à la ligne 2" in plan.problems[0][1]
    assert "à la même heure" in plan.problems[1][1]
    assert len(plan.added) == 2


@pytest.mark.django_db
def test_what_a_draft_may_hold_but_not_a_publication_is_to_be_checked(
    draft, line, role, emile, django_assert_max_num_queries
):
    troyes = SectorFactory(line=line, name="Troyes", code="troyes")
    member = MemberFactory(line=line, person=PersonFactory(first_name="Ida", last_name="Roy"))
    member.sectors.add(troyes)
    period = DateTimeTZRange(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC))
    Absence.objects.create(person=member.person, period=period)
    upload = sent(draft, emile, night(SATURDAY, "Ida Roy"))

    with django_assert_max_num_queries(9):
        plan = roster_plan(upload)

    said = " ".join(words for _, words in plan.remarks)
    assert "absent" in said and "ne sert pas Bar-sur-Aube" in said and "n’a pas le rôle" in said
    assert len(plan.added) == 2 and not plan.problems


@pytest.mark.django_db
def test_a_locked_shift_stays_and_a_published_roster_is_not_filled(draft, zoe, role, emile):
    slot = Slot.objects.filter(roster=draft).earliest("period")
    locked = ShiftFactory(slot=slot, role=role, holds=False, is_locked=True)
    upload = sent(draft, emile, night(SATURDAY, "Zoé Lefèvre"))

    apply_roster_file(upload, by=emile)
    waiting = sent(draft, emile, night(SATURDAY, "Zoé Lefèvre"))
    Roster.objects.filter(pk=draft.pk).update(state=Roster.State.PUBLISHED)

    assert Shift.objects.filter(pk=locked.pk).exists() and draft.shifts.count() == 3
    with pytest.raises(RosterMoved):
        apply_roster_file(waiting, by=emile)


@pytest.mark.django_db
def test_the_template_sent_back_as_it_is_changes_nothing_and_filled_is_understood(
    client, draft, line, role, zoe, emile
):
    listed(line, role, "=cmd|x")
    slot = Slot.objects.filter(roster=draft).earliest("period")
    ShiftFactory(slot=slot, role=role, person=zoe, holds=False)
    log_in(client, emile)

    content = client.get(reverse("oncall:roster_sheet", args=[draft.uuid])).content
    book = load_workbook(io.BytesIO(content))
    sheet = book["Tableau"]

    assert [cell.value for cell in sheet[3]][:2] == ["Date", "Horaire"]
    assert sheet.max_row == 3 + 4 and sheet["F4"].value == "Zoé Lefèvre"
    assert "f" not in {cell.data_type for row in book["Personnes"].rows for cell in row}
    same = read_roster_file(content, name="m.xlsx", roster=draft, by=emile)
    assert (roster_plan(same).changes, roster_plan(same).same) == (0, 1)
    for row in range(5, 8):
        sheet.cell(row, 6).value = "Zoé Lefèvre"
    out = io.BytesIO()
    book.save(out)
    filled = roster_plan(read_roster_file(out.getvalue(), name="m.xlsx", roster=draft, by=emile))
    assert (len(filled.added), filled.same, filled.problems) == (3, 1, [])


@pytest.mark.django_db
def test_the_pages_read_show_and_fill_the_draft(client, draft, zoe, emile):
    log_in(client, emile)
    page = reverse("oncall:roster_import", args=[draft.uuid])
    rows = [night(SATURDAY, "Zoé Lefèvre"), night(SATURDAY, "Personne")]
    file = SimpleUploadedFile("mars.xlsx", workbook(*rows))

    answer = client.post(page, {"file": file})
    shown = client.get(answer.url).content.decode()
    done = client.post(answer.url, follow=True).content.decode()
    wrong = client.post(page, {"file": SimpleUploadedFile("x.xlsx", b"PK")}).content.decode()

    assert page in client.get(draft.get_absolute_url()).content.decode()
    assert "Ligne 3" in shown and "Personne ne s’appelle" in shown
    assert "2 tours ajoutés" in done and draft.shifts.count() == 2
    assert "abîmé" in wrong
    with pytest.raises(FileUnreadable):
        read_roster_file(b"", name="x", roster=draft, by=emile)
