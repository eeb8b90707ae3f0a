"""Files that are not a FINESS extraction: one French sentence, and nothing has changed."""

import gzip
import subprocess
import sys
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from directory.models import Structure
from directory.refusals import ImportUnderWay, NoCommune, NotFiness
from directory.services import IMPORT_LOCK, import_finess
from tests.directory.conftest import FIRST_LINE, point, site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "il est vide."),
        (b" \n \n", "il est vide."),
        ((FIRST_LINE + "\n" + site()).encode("utf-16"), "il est encodé en UTF-16"),
        ((FIRST_LINE + "\n" + site()).encode("utf-16-le"), "il est encodé en UTF-16"),
        (FIRST_LINE.replace(";", ",").encode(), "son séparateur est la virgule"),
        (FIRST_LINE.replace(";", "\t").encode(), "son séparateur est la tabulation"),
        (b"nom;prenom\nA;B\n", "sa première ligne devrait être « finess;etalab;… »"),
        (b"<!DOCTYPE html><html></html>", "sa première ligne devrait être"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "il est binaire."),
        (b"PK\x03\x04zip", "c’est une archive ZIP"),
        (gzip.compress(b"finess", mtime=0), "il est compressé (gzip)"),
        (b"%PDF-1.7", "c’est un document PDF."),
        ((FIRST_LINE + "\nHÃ©PITAL").encode(), "ses accents sont abîmés"),
        (b"%s\nH\xc3\x94PITAL\nH\xd4PITAL" % FIRST_LINE.encode(), "ses accents sont abîmés"),
        (FIRST_LINE.encode(), "il ne contient aucun établissement."),
        (f"{FIRST_LINE}\n{point()}\n".encode(), "il ne contient aucun établissement."),
        ("\r".join([FIRST_LINE, site(), ""]).encode(), "celles des anciens Mac (CR)"),
        ("\n".join([FIRST_LINE, *[site()] * 7_000, site(name="\x00")]).encode(), "il est binaire."),
    ],
)
def test_what_is_not_an_extraction_is_refused_with_its_reason(shipped, tmp_path, content, why):
    path = tmp_path / "finess.csv"
    path.write_bytes(content)

    with pytest.raises(NotFiness) as refusal:
        import_finess(path)

    assert why in str(refusal.value)
    assert "Rien n’a changé." in str(refusal.value)
    assert not Structure.objects.exists()


def test_a_file_that_does_not_exist_is_one_sentence_of_the_command(tmp_path):
    with pytest.raises(CommandError, match="n’est pas une extraction FINESS lisible"):
        call_command("import_finess", str(tmp_path / "rien.csv"))


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(NotFiness):
        import_finess(tmp_path)


def test_without_any_commune_the_sentence_says_what_to_load_first(finess_file):
    with pytest.raises(NoCommune, match="chargez d’abord les territoires"):
        import_finess(finess_file(site()))


def test_a_file_cut_in_the_middle_of_a_letter_is_still_utf_8(shipped, finess_file):
    path = finess_file(site(), site(finess="100000025", name="É"))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index("É".encode()) + 1])

    report = import_finess(path)

    assert report.encoding == "utf-8"
    assert [one["line"] for one in report.rejected] == [3]
    assert report.created == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_never_run_together(finess_file):
    from portal.territories.services import load_territories

    load_territories()
    path, outcome = finess_file(site()), []

    def second_import():
        try:
            import_finess(path)
        except ImportUnderWay as refusal:
            outcome.append(str(refusal))
        finally:
            connection.close()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        thread = threading.Thread(target=second_import)
        thread.start()
        thread.join()

    assert outcome == [
        "Un autre import FINESS est en cours : relancez celui-ci quand il sera terminé."
    ]


def test_a_huge_single_line_is_read_without_being_held(tmp_path):
    """100 MB without a line break: a reader by lines would hold it whole."""
    path = tmp_path / "finess.csv"
    with path.open("wb") as file:
        file.write(FIRST_LINE.encode() + b"\n")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from directory.imports.decoding import open_extraction\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "lines = list(open_extraction(Path(sys.argv[1])).lines())\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(len(lines), (after - before) // 1024)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )

    lines, megabytes = map(int, ran.stdout.split())
    assert lines == 1
    assert megabytes < 50
