"""What a FINESS extraction becomes, and what happens to its doubtful lines."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from directory.imports.finess import Projected, cog_code, french_phone
from directory.imports.projection import positions
from directory.models import Category, Structure
from directory.services import import_finess
from tests.directory.conftest import FIRST_LINE, point, site, unpacked

pytestmark = pytest.mark.django_db


def reasons(report):
    return [(one["line"], one["finess"], one["reason"]) for one in report.rejected]


def doubts(report):
    return [one["reason"] for one in report.warnings]


def test_the_real_hospitals_are_all_in_and_a_second_run_changes_nothing(country, tmp_path):
    path = unpacked("finess-hospitals-2020-03-06.csv.gz", tmp_path)

    first, second = import_finess(path), import_finess(path)

    assert (first.read, first.created, len(first.rejected)) == (5361, 5361, 0)
    assert Structure.objects.count() == 5361
    assert (second.created, second.updated, second.unchanged) == (0, 0, 5361)
    assert first.positions["finess"] > 5300
    assert sum(first.positions.values()) == 5361
    assert len(first.warnings) == first.positions["commune"]
    viriat = Structure.objects.get(finess="010000024")
    assert (viriat.commune.name, viriat.phone) == ("Viriat", "+33474454647")
    overseas = Structure.objects.filter(commune__code__startswith="97")
    assert overseas.count() == 161
    assert overseas.filter(position_source="finess").count() > 150


def test_a_site_is_cleaned_on_its_way_in(shipped, finess_file):
    path = finess_file(
        site(name="CENTRE  HOSPITALIER DE TROYES  ", phone="325494949", other='""LES HAUTS""'),
        point(),
    )

    import_finess(path)

    found = Structure.objects.get()
    assert found.name == "CENTRE HOSPITALIER DE TROYES"
    assert found.other_name == "LES HAUTS"
    assert found.street == "101 avenue Anatole France"
    assert found.phone == "+33325494949"
    assert found.commune.name == "Troyes"
    assert (found.latitude, found.longitude) == pytest.approx((48.297, 4.074), abs=0.02)
    assert found.position_source == Structure.PositionSource.FINESS
    assert (found.source, found.source_on) == ("FINESS", date(2026, 5, 12))
    assert found.opened_on == date(1979, 2, 13)


def test_the_two_tags_may_be_grouped_apart_in_either_order(shipped, finess_file):
    import_finess(finess_file(point(), site()))

    assert Structure.objects.get().position_source == "finess"


@pytest.mark.parametrize(
    "encoding, said", [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252")]
)
def test_three_encodings_are_read_and_reported(shipped, finess_file, encoding, said):
    report = import_finess(finess_file(site(name="HÔPITAL DE L’ÎLE"), encoding=encoding))

    assert report.encoding == said
    assert Structure.objects.get().name == "HÔPITAL DE L’ÎLE"


@pytest.mark.parametrize(
    "written",
    [
        lambda line: ";".join(f'"{field}"' for field in line.split(";")),
        lambda line: ";".join(f'""{field}""' for field in line.split(";")),
        lambda line: '"' + line.replace('"', '""') + '"',
        lambda line: ";".join(f"{field}   " for field in line.split(";")),
        lambda line: line.partition(";")[0].upper() + ";" + line.partition(";")[2],
        lambda line: line + "\r",
        lambda line: line.replace("HOSPITALIER", "\x01HOSPITALIER\x1f"),
    ],
)
def test_quotes_padding_and_case_of_a_whole_file_reject_nothing(shipped, finess_file, written):
    lines = [written(site()), written(point())]

    report = import_finess(finess_file(*lines, first=written(FIRST_LINE)))

    found = Structure.objects.get()
    assert (report.read, len(report.rejected), report.extracted_on) == (1, 0, date(2026, 5, 12))
    assert (found.name, found.position_source) == ("CENTRE HOSPITALIER DE TROYES", "finess")


@pytest.mark.parametrize(
    "easting, northing, latitude, longitude",
    [
        ("941342.52", "6589480.53", 46.362063, 6.139885),
        ("873766.07", "6570414.61", 46.211257, 5.254203),
    ],
)
def test_the_two_reference_points_of_the_projection(
    far_away, finess_file, easting, northing, latitude, longitude
):
    # Divonne-les-Bains and Viriat, in the Ain.
    commune = "143" if easting.startswith("94") else "451"
    path = finess_file(site(department="01", commune=commune), point(x=easting, y=northing))

    import_finess(path)

    found = Structure.objects.get()
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=2e-6)


def test_overseas_communes_are_numbered_97_and_projected_in_their_own_system(far_away, finess_file):
    path = finess_file(
        site(finess="970400057", department="9D", commune="411", postal="97400 SAINT DENIS"),
        point(finess="970400057", x="339000.0", y="7689000.0", system="UTM_S40"),
    )

    report = import_finess(path)

    found = Structure.objects.get()
    assert found.commune.code == "97411"
    assert found.commune.timezone == "Indian/Reunion"
    assert (found.latitude, found.longitude) == pytest.approx((-20.89, 55.45), abs=0.05)
    assert report.positions == {"finess": 1}


@pytest.mark.parametrize(
    "department, commune, code",
    [
        ("2A", "004", "2A004"), ("2b", "33", "2B033"), ("1", "53", "01053"), ("9A", "105", "97105"),
        ("9B", "209", "97209"), ("9C", "302", "97302"), ("9D", "411", "97411"),
        ("9E", "502", "97502"), ("9F", "611", "97611"), ("75", "113", "75113"),
        ("974", "411", "97411"), ("9J", "611", "98611"),
    ],
)  # fmt: skip
def test_the_code_of_a_commune_is_the_official_one_overseas_too(department, commune, code):
    assert cog_code(department, commune, finess="") == code


@pytest.mark.parametrize("town", ["97302", "97353", "97356"])
@pytest.mark.parametrize("swapped", [True, False])
def test_near_the_equator_the_smaller_number_is_the_easting(town, swapped):
    # Cayenne, Maripasoula, Camopi: there a northing may be as small as an easting.
    easting, northing = {"97302": (352537, 546179), "97353": (163356, 402900)}.get(
        town, (351105, 351480)
    )
    pair = (northing, easting) if swapped else (easting, northing)

    [(_, latitude, longitude, remark)] = positions([Projected("", *pair, "UTM_N22")])

    assert 3 < latitude < 5 and -54.1 < longitude < -52.3
    assert bool(remark) is swapped


def test_a_false_key_is_a_doubt_and_not_a_rejection(shipped, finess_file):
    report = import_finess(finess_file(site(finess="100000018")))

    assert report.created == 1
    assert doubts(report) == ["La clé de contrôle du numéro FINESS est fausse."]


@pytest.mark.parametrize(
    "lines, doubt",
    [
        ([point(finess="100000017", x="1.0", y="2.0")], "tombent loin de la commune"),
        ([point(x="nan")], "ne désignent aucun lieu"),
        ([point(system="MARTIEN")], "Le système de coordonnées « MARTIEN » est inconnu"),
        ([point(finess="100000025")], "Les coordonnées sont absentes"),
        ([point(x="nan")], "Les coordonnées ne désignent aucun lieu"),
        ([point(y="inf")], "Les coordonnées ne désignent aucun lieu"),
        ([point(x="0", y="0")], "tombent loin de la commune"),
        ([point(x="-1e300", y="1e300")], "tombent loin de la commune"),
    ],
)
def test_a_doubtful_position_becomes_the_centre_of_the_commune(shipped, finess_file, lines, doubt):
    report = import_finess(finess_file(site(), *lines))

    found = Structure.objects.get()
    assert found.position_source == Structure.PositionSource.COMMUNE
    assert (found.latitude, found.longitude) == (found.commune.latitude, found.commune.longitude)
    assert any(doubt in one for one in doubts(report))


def test_swapped_coordinates_are_put_right_and_said_so(shipped, finess_file):
    report = import_finess(finess_file(site(), point(x="6799900.0", y="779700.0")))

    assert Structure.objects.get().position_source == "finess"
    assert doubts(report) == ["Les coordonnées étaient interverties."]


@pytest.mark.parametrize(
    "line, reason",
    [
        ("structureet;100000017;;CH", "La ligne compte 4 champs au lieu de 32."),
        (site() + ";de trop", "La ligne compte 33 champs au lieu de 32."),
        (site(commune="999"), "La commune 10999 est inconnue."),
        (site(commune=""), "Le code de la commune est absent ou illisible."),
        (site(short="", name=""), "Le nom est absent."),
        (site(category=""), "La catégorie d’établissement est absente."),
        (site(finess="ABC"), "« ABC » n’est pas un numéro FINESS."),
        (site(name="A" * 201), "Un champ est trop long (201 caractères, 200 au plus)."),
        ("autre;100000017", "Cette ligne n’est ni un établissement ni une position."),
        ("geolocalisation;100000017;12", "La ligne compte 3 champs au lieu de 6."),
        (point(x="douze"), "Les coordonnées ne sont pas des nombres."),
        (point(x="", y=""), "Les coordonnées ne sont pas des nombres."),
        (site().replace(";", ","), "Cette ligne n’est ni un établissement ni une position."),
        ("x" * 40_000, "Cette ligne n’est ni un établissement ni une position."),
        (site(name='"LES PINS'), "La ligne compte 5 champs au lieu de 32."),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_the_others_are_kept(
    shipped, finess_file, line, reason
):
    good = site(finess="100000025", name="CLINIQUE DE CHAMPAGNE")

    report = import_finess(finess_file(line, good))

    assert [(number, why) for number, _, why in reasons(report)] == [(2, reason)]
    assert Structure.objects.get().name == "CLINIQUE DE CHAMPAGNE"
    assert report.read == report.created + report.updated + report.unchanged + 1


def test_of_two_lines_with_one_number_the_first_is_kept(shipped, finess_file):
    report = import_finess(finess_file(site(), site(name="AUTRE")))

    assert Structure.objects.get().name == "CENTRE HOSPITALIER DE TROYES"
    why = "Ce numéro figure déjà ligne 2 : la première est gardée."
    assert reasons(report) == [(3, "100000017", why)]


def test_an_unknown_category_comes_with_its_own_label(shipped, finess_file):
    import_finess(finess_file(site(category="777", label="Établissement nouveau")))

    assert Category.objects.get(code="777").label == "Établissement nouveau"


def test_a_line_that_changed_is_updated_and_an_absent_one_is_kept(shipped, finess_file):
    import_finess(finess_file(site(), site(finess="100000025", name="CLINIQUE")))
    before = Structure.objects.get(finess="100000017")

    report = import_finess(finess_file(site(phone="0325494950")))

    after = Structure.objects.get(finess="100000017")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 0)
    assert (after.pk, after.uuid, after.phone) == (before.pk, before.uuid, "+33325494950")
    assert Structure.objects.count() == 2


def test_a_file_without_positions_keeps_those_already_known(shipped, finess_file):
    import_finess(finess_file(site(), point()))

    report = import_finess(finess_file(site()))

    assert Structure.objects.get().position_source == "finess"
    assert (report.updated, report.unchanged) == (0, 1)


def test_a_position_typed_by_someone_is_never_overwritten(shipped, finess_file):
    import_finess(finess_file(site()))
    Structure.objects.update(latitude=48.3, longitude=4.1, position_source="manual")

    import_finess(finess_file(site(phone="0325494950"), point()))

    found = Structure.objects.get()
    assert (found.latitude, found.longitude, found.position_source) == (48.3, 4.1, "manual")


def test_an_archive_does_not_undo_a_newer_extraction(shipped, finess_file):
    import_finess(finess_file(site(phone="0325494950")))

    report = import_finess(finess_file(site(), first="finess;etalab;93;2020-03-06"))

    assert Structure.objects.get().phone == "+33325494950"
    assert doubts(report) == ["Une extraction plus récente (12/05/2026) est déjà connue."]
    assert report.unchanged == 1


def test_a_dry_run_reports_the_same_and_writes_nothing(shipped, finess_file, tmp_path):
    path, target = finess_file(site(), "structureet;x"), tmp_path / "report.json"

    call_command("import_finess", str(path), "--dry-run", "--report", str(target))

    written = json.loads(target.read_text())
    assert not Structure.objects.exists()
    assert (written["read"], written["created"], written["dry_run"]) == (2, 1, True)
    assert written["rejected"] == [
        {"line": 3, "finess": "", "reason": "La ligne compte 2 champs au lieu de 32."}
    ]
    assert list(written)[:4] == ["read", "created", "updated", "unchanged"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("03 25 49 49 49", "+33325494949"), ("325494949", "+33325494949"),
        ("+33 3 25 49 49 49", "+33325494949"), ("+33 (0)3.25.49.49.49", "+33325494949"),
        ("0033325494949", "+33325494949"), ("+590 590 12 34 56", "+590590123456"),
        ("+32 2 555 12 12", ""), ("0325", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_behind_its_country_code_too(written, kept):
    assert french_phone(written) == kept
