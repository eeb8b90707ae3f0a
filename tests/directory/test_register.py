"""The open register (invented people), and the official tables by file."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from directory.imports.rpps import FIELDS, Wanted
from directory.models import (
    Category,
    HeldImport,
    ImportRun,
    Practice,
    Profession,
    Professional,
    Speciality,
)
from directory.refusals import NothingToUndo, NotNos, NotRegister, TooManyLeave
from directory.selectors.register import declared_rpps
from directory.services import undo_import
from directory.services.held import apply_next
from directory.services.register import import_rpps, load_nos_table
from tests.directory.conftest import DATA
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db
HEADER = (DATA / "rpps-header.txt").read_text().rstrip("\n")
AUBE = Wanted("10", frozenset({"60", "10"}))


def line(**told):
    """An activity of an invented liberal nurse at Troyes, in the 57 fields of the extract."""
    nurse = {
        "rpps": "10000000017", "family_name": "EXEMPLE", "given_name": "Camille",
        "profession": "60", "mode": "L", "technical": "R1000000001", "place": "CABINET EXEMPLE",
        "postal_code": "10000", "commune": "10387", "department": "10", "phone": "0325494949",
    }  # fmt: skip
    cells = [""] * 57
    for field, value in (nurse | told).items():
        cells[FIELDS[field][1]] = value
    return "|".join(cells)


@pytest.fixture
def extract(tmp_path):
    def write(*lines, header=HEADER, encoding="utf-8"):
        path = tmp_path / "PS_LibreAcces_Personne_activite_202603090835.txt"
        path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
        return path

    return write


def test_lines_are_activities_and_not_persons(shipped, extract):
    hospital = StructureFactory(finess="100000017")
    path = extract(
        line(know_how="Puériculture"),
        line(
            know_how="Bloc opératoire",
            function_code="FON-AU",
            function_label="Autre fonction",
            kind_code="GENR01",
            kind_label="Activité standard de soin",
        ),
        line(mode="S", technical="F100000017", finess="100000017", place="CH DE TROYES"),
        line(rpps="10000000025", department="51", commune="51454"),
        line(rpps="10000000033", profession="70"),
        "court|e",
    )

    report = import_rpps(path, AUBE, lists_liberal=True)
    again = import_rpps(path, AUBE, lists_liberal=True)

    person = Professional.objects.get()
    assert (report.read, report.created, len(report.rejected)) == (3, 1, 1)
    assert (again.created, again.updated, again.absent) == (0, 0, 0)
    assert (str(person), person.source_on.isoformat()) == ("Camille EXEMPLE", "2026-03-09")
    liberal, salaried = person.practices.order_by("mode")
    assert liberal.know_how == "Bloc opératoire, Puériculture"
    assert (liberal.function_code, liberal.function_label) == ("FON-AU", "Autre fonction")
    assert (liberal.kind_code, liberal.kind_label) == ("GENR01", "Activité standard de soin")
    assert (liberal.phone, liberal.commune.name) == ("+33325494949", "Troyes")
    assert salaried.structure == hospital
    assert ImportRun.objects.filter(source="RPPS", state="applied", rejected=1).count() == 2


def test_liberal_practices_are_listed_only_where_the_territory_wants_it(shipped, extract):
    import_rpps(extract(line()), AUBE)

    assert Professional.objects.count() == 1
    assert not Practice.objects.exists()


def test_labels_in_another_case_and_order_are_found(shipped, extract):
    cells, labels = line().split("|"), HEADER.split("|")
    moved = [*range(len(labels))][::-1]
    header = "|".join(labels[at].upper().replace("'", "’") for at in moved)
    path = extract("|".join(cells[at] for at in moved), header=header)

    import_rpps(path, AUBE, lists_liberal=True)

    assert Professional.objects.get().family_name == "EXEMPLE"


@pytest.mark.parametrize(
    "written",
    [
        lambda row: "|".join(f" {cell}  " for cell in row.split("|")),
        lambda row: row.replace("CABINET", "\x00CABINET\x1f"),
        lambda row: row + "\r",
    ],
)
def test_padding_and_signs_that_cannot_be_written_lose_nobody(shipped, extract, written):
    report = import_rpps(extract(written(line())), AUBE, lists_liberal=True)

    place = Practice.objects.get()
    assert (report.read, report.created, len(report.rejected)) == (1, 1, 0)
    assert (place.place_name, place.commune.name) == ("CABINET EXEMPLE", "Troyes")


@pytest.mark.parametrize(
    "department, commune, postal_code, asked",
    [
        ("2A", "2A004", "20000", "2a"), ("", "2A004", "20000", "2A"), ("", "", "20000", "2A"),
        ("", "", "20200", "2B"), ("974", "97411", "97400", "974"), ("", "", "97600", "976"),
        ("75", "75113", "75013", "75"), ("01", "01053", "01000", "1"), ("1", "", "", "01"),
    ],
)  # fmt: skip
def test_the_department_is_that_of_the_place(shipped, extract, department, commune, postal_code,
    asked):  # fmt: skip
    told = {"department": department, "commune": commune, "postal_code": postal_code}

    call_command("import_rpps", str(extract(line(**told))), "--department", asked)

    assert Professional.objects.get().department == asked.upper().zfill(2)


def test_an_extract_without_anybody_of_a_known_department_is_held(shipped, extract):
    import_rpps(extract(line()), AUBE)

    with pytest.raises(TooManyLeave):
        import_rpps(extract(line(department="51", commune="51454")), AUBE)

    assert Professional.objects.get().absent_on is None


@pytest.mark.parametrize(
    "content, why",
    [
        (HEADER.encode(), "aucune ligne ne suit celle des titres"),
        (f"{HEADER}\r{line()}\r".encode(), "aucune ligne ne suit celle des titres"),
        (b"PK\x03\x04" + b"\x00\xff" * 500, "c’est une archive ZIP"),
        ((HEADER + "\n").encode("utf-16"), "il est encodé en UTF-16"),
    ],
)
def test_a_file_in_another_form_is_refused_with_its_reason(shipped, tmp_path, content, why):
    path = tmp_path / "PS_LibreAcces.txt"
    path.write_bytes(content)

    with pytest.raises(NotRegister, match=why):
        import_rpps(path, AUBE)


def test_whoever_leaves_the_register_is_absent_and_no_longer_vouched_for(shipped, extract):
    import_rpps(extract(line(), line(rpps="10000000025", family_name="AUTRE")), AUBE)
    assert declared_rpps("10000000017", family_name="Éxemple").is_same
    assert not declared_rpps("10000000025", family_name="Exemple").is_same

    report = import_rpps(extract(line(rpps="10000000025", family_name="AUTRE")), AUBE)

    assert report.absent == 1
    assert not declared_rpps("10000000017", family_name="Exemple").is_known
    assert import_rpps(extract(line()), Wanted("51", AUBE.professions)).absent == 0


@pytest.mark.parametrize("header", ["", "nom|prenom", HEADER.replace("Identifiant PP", "X")])
def test_what_is_not_the_register_is_one_sentence(shipped, extract, header):
    with pytest.raises(NotRegister, match="Rien n’a changé"):
        import_rpps(extract(line(), header=header), AUBE)
    with pytest.raises(CommandError):
        call_command("import_rpps", "/nulle/part", "--department", "10")


def test_the_last_extract_can_be_taken_back_once_and_everybody_is_as_before(shipped, extract):
    hospital = StructureFactory(finess="100000017")
    told = {"function_code": "FON-AU", "kind_code": "GENR01"}
    at_the_hospital = line(mode="S", technical="F100000017", finess="100000017", place="CH", **told)
    leaver = line(rpps="10000000025", technical="R1000000002")
    import_rpps(extract(line(), at_the_hospital, leaver), AUBE, lists_liberal=True)
    before = everything()
    came = line(rpps="10000000033", technical="R1000000003")
    moved = line(place="AUTRE CABINET", technical="R1000000009", family_name="AUTRE")
    import_rpps(extract(moved, came), AUBE, lists_liberal=True)
    last = ImportRun.objects.last_applied("RPPS")
    changed = everything()

    undo_import(last)

    assert changed != before
    assert everything() == before
    assert Practice.objects.get(mode="S").structure == hospital
    last.refresh_from_db()
    assert last.state == "undone"
    with pytest.raises(NothingToUndo):
        undo_import(ImportRun.objects.last_applied("RPPS"))


@pytest.fixture
def held(shipped, extract):
    """220 people known, of whom a file of 100 names less than half."""
    known = [line(rpps=f"1{n:010}", technical=f"R1{n:09}") for n in range(220)]
    import_rpps(extract(*known), AUBE, lists_liberal=True)
    with pytest.raises(TooManyLeave, match="220 professionnels.*120 ne figureraient plus"):
        import_rpps(extract(*known[:100]), AUBE, lists_liberal=True)
    extract()
    return HeldImport.objects.get()


def test_a_held_extract_is_judged_on_its_page_and_applied_as_it_was_asked_for(
    held, gaspard, client
):
    assert Professional.objects.filter(absent_on=None).count() == 220
    client.force_login(gaspard)
    page = client.get(held.run.get_absolute_url()).text
    assert "120 ne figurent pas dans ce fichier" in page.replace("\u202f", " ")
    assert "une partie du pays" not in page and "Appliquer quand même" in page

    client.post(
        reverse("directory:run_accept", args=[held.run.uuid]), {"reason": "Vu avec l’ordre"}
    )
    assert (apply_next(), apply_next()) == (True, False)

    held.refresh_from_db()
    assert (held.run.state, held.became.absent, held.parts.count()) == ("resumed", 120, 0)
    assert Professional.objects.filter(absent_on=None).count() == 100
    # As asked for: liberal practices too, of this department, of these professions.
    assert Practice.objects.filter(professional__absent_on=None).count() == 100
    assert (held.department, held.professions) == ("10", ["10", "60"])


def test_a_held_extract_is_dropped_or_accepted_by_the_command(held, gaspard, extract, client):
    client.force_login(gaspard)
    client.post(reverse("directory:run_drop", args=[held.run.uuid]), {"reason": "Tronqué"})
    held.run.refresh_from_db()
    assert (held.run.state, held.parts.count()) == ("dropped", 0)
    asked = ["--department", "10", "--profession", "60", "--liberal"]
    path = str(extract(line(rpps="10000000000")))

    with pytest.raises(CommandError, match="--accept"):
        call_command("import_rpps", path, *asked)
    call_command("import_rpps", path, *asked, "--accept")

    assert Professional.objects.filter(absent_on=None).count() == 1


def everything():
    """Everybody and their places, whatever the instant of their last change."""
    return [
        [
            {k: v for k, v in row.items() if k != "changed_at"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (Professional, Practice)
    ]


def test_a_dry_run_of_the_register_writes_nobody(shipped, extract):
    report = import_rpps(extract(line()), AUBE, dry_run=True)

    assert (report.created, Professional.objects.count()) == (1, 0)


TABS = (
    "<OID>;<Type fichier>;<Nom fichier>;<Description>\n"
    "1.2;TRE;TRE_R66_CategorieEtablissement.tabs;Catégories\n"
    "<OID>;<Code>;<Libellé adapté>;<Libellé court>;<Libellé long>;<Date valid>;<Date fin>;<MàJ>\n"
)


def test_a_closed_code_stays_readable_and_a_row_given_twice_is_one(shipped, tmp_path):
    path = tmp_path / "table.tabs"
    rows = ["1.2;998;Ancienne;A;Ancienne;19790101000000;19990915000000;x"] * 2
    rows += [
        "1.2;999;Fermée;F;Fermée;19790101000000;20200101000000;x",
        "1.2;999;Neuve;N;Neuve;2021;;x",
    ]
    path.write_text(TABS + "\n".join(rows))

    assert load_nos_table(path) == ("R66", 2)
    old, new = Category.objects.filter(code__in=["998", "999"]).order_by("code")
    assert (old.label, old.closed_on.isoformat()) == ("Ancienne", "1999-09-15")
    assert (new.label, new.closed_on) == ("Neuve", None)


@pytest.mark.parametrize("name", ["TRE_R66.tabs", "TRE_G15.tabs", "TRE_R38.tabs"])
def test_a_label_too_long_is_cut_and_a_code_too_long_is_one_sentence(shipped, tmp_path, name):
    path = tmp_path / name
    path.write_text(TABS + f"1.2;SM99;{'É' * 400}\x00;F;Fermée;1979;;x")

    assert load_nos_table(path)[1] == 1

    path.write_text(TABS + "1.2;SM9999999;Savoir;F;Fermée;1979;;x")
    with pytest.raises(NotNos, match="« SM9999999 » est trop long"):
        load_nos_table(path)


def test_titles_in_capitals_are_read_and_an_endless_line_is_one_sentence(shipped, tmp_path):
    path = tmp_path / "TRE_R66.csv"
    path.write_text("CODE;Libelle\n998;Nouvelle\n")

    assert load_nos_table(path) == ("R66", 1)

    path.write_text(f"code;libelle\n998;{'x' * 200_000}\n")
    with pytest.raises(NotNos, match="sa ligne 2 est illisible"):
        load_nos_table(path)


def test_csv_tables_of_professions_and_know_how_are_loaded(shipped, tmp_path):
    professions = tmp_path / "TRE_G15-ProfessionSante.csv"
    professions.write_text(
        "code;libelle;date_valid;date_fin\n93;Ancienne;;2019-01-01\n10;Médecin;;\n"
    )
    know_how = tmp_path / "TRE_R38-Specialite.csv"
    know_how.write_text("code;libelle\nSM99;Médecine neuve\nZZ1;Sans profession\n")

    call_command("load_nos", str(professions), str(know_how))

    assert Profession.objects.get(code="93").closed_on.year == 2019
    assert Speciality.objects.get(code="SM99").profession_id == "10"
    assert not Speciality.objects.filter(code="ZZ1").exists()


@pytest.mark.parametrize(
    "name, text", [("x.csv", "a"), ("TRE_R66.csv", "a;b"), ("TRE_R99.csv", "code;libelle\n1;x\n")]
)
def test_a_table_we_cannot_use_is_one_sentence(db, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(NotNos, match="nomenclature lisible"):
        load_nos_table(path)


def test_the_file_of_another_department_outdates_no_held_one(held, gaspard, extract, client):
    marne = Wanted("51", AUBE.professions)
    import_rpps(extract(line(department="51", commune="51454")), marne, lists_liberal=True)
    client.force_login(gaspard)
    page = client.get(held.run.get_absolute_url()).text
    address = reverse("directory:run_accept", args=[held.run.uuid])

    client.post(address, {"reason": "Vu avec l’ordre"})
    import_rpps(extract(line()), AUBE, lists_liberal=True, is_accepted=True)

    held.run.refresh_from_db()
    assert ", département 10" in page and held.run.state == "queued"
    assert not apply_next()
    held.run.refresh_from_db()
    assert held.run.state == "held" and "Un autre fichier" in held.run.why
