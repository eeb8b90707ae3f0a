"""The national file of communes: what it becomes, what is refused, what a second reading does."""

import pytest
from django.core.management import CommandError, call_command

from portal.territories.models import Containment, Territory
from portal.territories.refusals import UnreadableFile, WrongRow
from portal.territories.services import import_communes, load_territories, set_perimeter
from tests.portal.territories.conftest import (
    AJACCIO,
    BASTIA,
    BOURG,
    HEADER,
    LINES,
    PARIS,
    SAINT_DENIS,
)

pytestmark = pytest.mark.django_db
Kind = Territory.Kind


def one(code, kind=Kind.COMMUNE):
    return Territory.objects.get(kind=kind, code=code)


def holders(territory):
    """Kind and code of everything that holds `territory`, itself excepted."""
    around = Territory.objects.containing([territory.pk]).exclude(pk=territory.pk)
    return set(around.values_list("kind", "code"))


def test_codes_keep_their_leading_zeros_and_their_corsican_letters(communes_file):
    import_communes(communes_file(BOURG, AJACCIO, BASTIA))

    assert holders(one("01053")) >= {(Kind.DEPARTMENT, "01"), (Kind.REGION, "84")}
    assert holders(one("2A004")) >= {(Kind.DEPARTMENT, "2A"), (Kind.REGION, "94")}
    assert (Kind.DEPARTMENT, "2B") not in holders(one("2A004"))
    assert one("2A004").postal_codes == ["20000", "20090"]
    assert one("01053").postal_codes == ["01000"]


def test_an_overseas_commune_has_the_time_of_its_place(communes_file):
    import_communes(communes_file(SAINT_DENIS, PARIS))

    assert one("97411").timezone == "Indian/Reunion"
    assert (Kind.DEPARTMENT, "974") in holders(one("97411"))
    assert one("75056").timezone == "Europe/Paris"


def test_an_arrondissement_lies_in_its_city_and_in_what_holds_it(communes_file):
    import_communes(communes_file(*LINES))

    found = holders(one("75111", Kind.ARRONDISSEMENT))

    assert {(Kind.COMMUNE, "75056"), (Kind.EPCI, "200054781"), (Kind.DEPARTMENT, "75")} <= found
    inside = Territory.objects.within([one("75056").pk]).values_list("code", flat=True)
    assert set(inside) == {"75056", "75111"}


def test_everything_holds_itself_and_the_country_holds_everything(communes_file):
    import_communes(communes_file(*LINES))

    everything = set(Territory.objects.values_list("pk", flat=True))
    itself = Containment.objects.filter(ancestor__pk__in=everything).extra(
        where=["ancestor_id = descendant_id"]
    )
    assert itself.count() == len(everything)
    country = one("FR", Kind.COUNTRY)
    assert set(Territory.objects.within([country.pk]).values_list("pk", flat=True)) == everything
    assert one("10", Kind.DEPARTMENT).name == "Aube"


def test_a_second_reading_changes_nothing(communes_file):
    path = communes_file(*LINES)
    first = import_communes(path)
    before = list(Territory.objects.order_by("pk").values())
    links = set(Containment.objects.values_list("pk", flat=True))

    second = import_communes(path)

    assert first.created == first.read == second.unchanged
    assert (second.created, second.updated) == (0, 0)
    assert list(Territory.objects.order_by("pk").values()) == before
    assert set(Containment.objects.values_list("pk", flat=True)) == links


def test_a_commune_that_changed_is_updated_and_moved_to_its_new_group(communes_file):
    import_communes(communes_file(BOURG))
    before = one("01053").pk

    counts = import_communes(communes_file(BOURG.replace("200071751", "200029999")))

    assert (counts.created, counts.updated) == (1, 0)
    assert one("01053").pk == before
    assert (Kind.EPCI, "200029999") in holders(one("01053"))
    assert (Kind.EPCI, "200071751") not in holders(one("01053"))


def test_an_absent_commune_and_the_perimeters_stay(communes_file):
    import_communes(communes_file(BOURG, AJACCIO))
    cpts = set_perimeter(
        kind=Kind.CPTS, code="cpts-bourg", name="CPTS de Bourg", commune_codes=["01053"]
    )

    import_communes(communes_file(BOURG))

    assert Territory.objects.filter(code="2A004").exists()
    assert (Kind.CPTS, "cpts-bourg") in holders(one("01053"))
    assert Territory.objects.within([cpts.pk]).count() == 2


def test_a_commune_without_centre_is_placed_at_its_town_hall(communes_file):
    import_communes(communes_file(BOURG.replace("5.23,46.2,5.23,46.2", ",,5.24,46.21")))

    assert (one("01053").latitude, one("01053").longitude) == (46.21, 5.24)


def test_the_mark_of_the_beginning_of_a_file_is_not_part_of_the_first_column(communes_file):
    assert import_communes(communes_file(BOURG, encoding="utf-8-sig")).created > 0


@pytest.mark.parametrize(
    "line, why",
    [
        (BOURG.replace("01053", "1053"), "« 1053 » n’est pas un code de commune."),
        (AJACCIO.replace("2A004", "2C004"), "« 2C004 » n’est pas un code de commune."),
        (BOURG.replace(",01,", ",1,"), "le département « 1 » ne va pas avec la commune 01053."),
        (AJACCIO.replace(",2A,", ",20,"), "le département « 20 » ne va pas"),
        (BOURG.replace("COM", "COMD"), "le type « COMD » n’est ni COM ni ARM."),
        (BOURG.replace("41000", "beaucoup"), "« beaucoup » n’est pas un nombre."),
        (BOURG.replace("41000", "-3"), "n’est pas entre"),
        (BOURG.replace("46.2,", "146.2,", 1), "146.2 n’est pas entre -90 et 90."),
        (BOURG.replace("46.2,", "nan,", 1), "nan n’est pas entre -90 et 90."),
        (BOURG + ",de trop", "le nombre de colonnes est faux."),
        ("01053,COM,Bourg", "le nombre de colonnes est faux."),
        (BASTIA, "la commune 2B033 figure déjà ligne 2."),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_nothing_is_written(communes_file, line, why):
    path = communes_file(BASTIA, line)

    with pytest.raises(WrongRow) as refusal:
        import_communes(path)

    assert str(refusal.value).startswith("Ligne 3 : ")
    assert why in str(refusal.value)
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    "text, encoding, why",
    [
        ("", "utf-8", "il y manque les colonnes"),
        (HEADER + "\n", "utf-8", "il ne contient aucune commune."),
        (HEADER.replace(",", ";") + "\n" + BOURG, "utf-8", "séparées par des virgules"),
        (HEADER + "\n" + BOURG.replace("Bourg", "Évian"), "latin-1", "pas encodé en UTF-8."),
        (HEADER + "\n" + BOURG, "utf-16", "pas encodé en UTF-8."),
    ],
)
def test_what_is_not_the_national_file_is_refused_by_one_sentence(tmp_path, text, encoding, why):
    path = tmp_path / "communes.csv"
    path.write_bytes(text.encode(encoding))

    with pytest.raises(UnreadableFile) as refusal:
        import_communes(path)

    assert why in str(refusal.value)
    assert not Territory.objects.exists()


def test_the_command_says_what_it_read_or_why_it_did_not(communes_file, tmp_path, capsys):
    call_command("import_communes", str(communes_file(BOURG)))

    # The country, 18 regions, 101 departments, an EPCI and the commune.
    assert "122 territoires lus : 122 créés, 0 modifiés, 0 inchangés." in capsys.readouterr().out
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_communes", str(tmp_path))


def test_what_is_shipped_loads_whole_and_twice():
    first, second = load_territories(), load_territories()

    assert first.created == first.read == second.unchanged
    assert Territory.objects.communes().count() == 431
    assert Territory.objects.communes().filter(outline__isnull=False).count() == 431
    troyes = one("10387")
    assert {(Kind.DEPARTMENT, "10"), (Kind.REGION, "44"), (Kind.COUNTRY, "FR")} < holders(troyes)
