"""FINESS+: streamed, with its traps; one row with the CSV; guarded, held, undone."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.imports.finess_plus import _street
from directory.imports.run import Guards
from directory.imports.streaming import Document
from directory.models import (
    Alias,
    FieldSource,
    Identifier,
    ImportRun,
    Membership,
    Network,
    Parentage,
    Signal,
    Structure,
)
from directory.refusals import NotFiness, NothingToUndo, TooMuchChanges
from directory.services import import_finess, undo_import
from tests.directory.conftest import DATA, many, point, site
from tests.people import NeedFactory

pytestmark = pytest.mark.django_db
EXCERPT = DATA / "finess-plus-excerpt.json"
NORTHING, EASTING = "6799900.0", "779700.0"
ADDRESS = {
    "usageAdresse": "03", "numeroVoie": "101", "typeVoie": "AV   ",
    "libelleVoie": "ANATOLE FRANCE ",
    "cogCommune": "10387", "ligneAcheminement": "TROYES CEDEX", "codePostal": "10003",
    "coordonneesGeographique": {
        "coordonneeX": NORTHING, "coordonneeY": EASTING,
        "directionLatitude": "48.2973", "directionLongitude": "4.0745",
    },
}  # fmt: skip
HOSPITAL = {
    "informationsGeneralesEGE": {
        "egeId": "9", "nomEgeLong": "CENTRE HOSPITALIER DE TROYES   ",
        "nomEgeCourt": "CH DE TROYES",
        "numFinessEge": "100000017", "dateOuverture": "1979-02-13",
    },
    "categorieentiteGeographiqueExercice": "355", "etatObjet": "A", "adresse": [ADDRESS],
    "contact": [
        {"typeContact": {"roleContact": "01"},
         "telecom": {"telephone": "0325494949", "mail": "accueil@ch.exemple"}},
    ],
}  # fmt: skip
ENTITY = {
    "informationsGeneralesPMEJ": {
        "pmSmsseId": "7", "numFinessPm": "100006279", "siren": "261000022",
        "denominationLonguePmSmsse": "CENTRE HOSPITALIER DE TROYES",
        "denominationPm": "CENTRE HOSPITALIER DE TROYES",
    },
    "etatObjet": "A", "adresse": [{**ADDRESS, "usageAdresse": "02"}], "ege": [HOSPITAL],
}  # fmt: skip
GHT = {
    "gccId": "5", "nomGcc": "Aube et Sézannais", "egeDuGcc": [],
    "pmejDuGcc": [{"pmSmsseId": "7", "typeRoleEntiteGroupe": "S"}, {"pmSmsseId": "404"}],
}  # fmt: skip


@pytest.fixture
def flow(tmp_path):
    """`flow(entity, …)` writes a document; `day`, `gcc` and `cut` may be given."""

    def write(*entities, day="2026-09-11", gcc=(), cut=None) -> Path:
        path = tmp_path / "finess-plus.json"
        document = {
            "schemaVersion": "v1.0.0", "generatedAt": f"{day}T15:49:37Z", "gcc": list(gcc),
            "gco": [], "pmej": list(entities),
        }  # fmt: skip
        path.write_text(json.dumps(document, ensure_ascii=False)[:cut])
        return path

    return write


def entity(**changes):
    """The hospital of Troyes; a change named like a key of its site applies to the site."""
    found = copy.deepcopy(ENTITY)
    info = found["ege"][0]["informationsGeneralesEGE"]
    for key, value in changes.items():
        (info if key in info or key == "siret" else found["ege"][0])[key] = value
    return found


def troyes():
    return Structure.objects.get(finess="100000017")


def test_the_official_excerpt_is_read_whole(country, tmp_path):
    report = import_finess(EXCERPT)

    assert (report.read, report.created, len(report.rejected)) == (5, 5, 0)
    clinic = Structure.objects.get(finess="010780195")
    assert (clinic.name, clinic.level, clinic.category_id) == (
        "CLINIQUE DOCTEUR CONVERT", "site", "365",
    )  # fmt: skip
    assert (clinic.latitude, clinic.longitude) == (46.211257, 5.254203)
    assert (clinic.phone, clinic.siret) == ("+33428631234", "77220148900022")
    assert clinic.street == "62 avenue de Jasseron, BP 132"
    assert clinic.parentages.get().parent.finess == "010000156"
    assert dict(clinic.identifiers.values_list("system", "key")) == {
        "finess": "right", "siret": "right", "smsse": "none",
    }  # fmt: skip
    smur = Structure.objects.get(finess="010787190")
    assert (smur.closed_on, smur.street) == (date(1993, 1, 1), "17 rue Aime Vingtrinier")
    assert set(Structure.objects.opened()) == {clinic}
    assert Network.objects.filter(kind="ght").count() == 5
    assert Network.objects.filter(kind="cooperation").count() == 14


def test_the_same_establishment_from_csv_and_from_json_is_one_row(shipped, finess_file, flow):
    import_finess(finess_file(site(), point()))
    first = troyes()

    report = import_finess(flow(entity()))

    assert (report.created, report.updated) == (1, 1)  # the entity; the site
    after = troyes()
    assert (after.pk, after.uuid, after.phone) == (first.pk, first.uuid, first.phone)
    assert (after.email, after.level) == ("accueil@ch.exemple", "site")
    run = ImportRun.objects.last_applied("FINESS")
    assert (run.layout, run.is_baseline) == ("json", True)
    assert import_finess(flow(entity())).unchanged == 2


def test_an_absent_key_is_unknown_and_wipes_nothing(shipped, finess_file, flow):
    import_finess(finess_file(site(siret="77220148900022", other="LES HAUTS CLOS")))

    import_finess(flow(entity(contact=[])))

    assert (troyes().siret, troyes().phone) == ("77220148900022", "+33325494949")
    assert troyes().other_name == "LES HAUTS CLOS"


@pytest.mark.parametrize("x, y", [(NORTHING, EASTING), (EASTING, NORTHING)])
def test_the_projected_pair_is_read_swapped_as_today_or_right_as_some_day(shipped, flow, x, y):
    """The day the producer corrects the axes, nothing here has to change."""
    told = {"coordonneeX": x, "coordonneeY": y}
    degrees = {"directionLatitude": "48.2973", "directionLongitude": "4.0745"}

    both = import_finess(
        flow(entity(adresse=[{**ADDRESS, "coordonneesGeographique": told | degrees}]))
    )
    assert (troyes().latitude, troyes().longitude) == (48.2973, 4.0745)
    import_finess(
        flow(entity(adresse=[{**ADDRESS, "coordonneesGeographique": told}]), day="2026-09-12")
    )

    assert (troyes().latitude, troyes().longitude) == pytest.approx((48.297, 4.074), abs=0.02)
    assert not [one for one in both.warnings if "position" in one["reason"]]


def test_two_positions_that_disagree_are_a_remark(shipped, flow):
    far = {"coordonneeX": "6570414.61", "coordonneeY": "873766.07"}
    place = {**ADDRESS, "coordonneesGeographique": ADDRESS["coordonneesGeographique"] | far}

    report = import_finess(flow(entity(adresse=[place])))

    assert any("l’une de l’autre" in one["reason"] for one in report.warnings)
    assert troyes().latitude == 48.2973


def test_a_street_that_lost_its_th_is_found_again(shipped, finess_file, flow):
    lost = {**ADDRESS, "libelleVoie": "MARCELIN BEREELOT"}
    whole = lost | {"ligneQuatre": "101 AVENUE MARCELIN BERTHELOT"}
    assert _street(whole) == "101 avenue Marcelin Berthelot"
    assert _street({**whole, "libelleVoie": "X"}) == "101 avenue X"
    import_finess(finess_file(site(way="MARCELIN BERTHELOT")))

    import_finess(flow(entity(adresse=[lost])))

    assert troyes().street == "101 avenue Marcelin Berthelot"


def test_a_ght_holds_the_entities_that_are_known_and_lets_go_with_the_date(shipped, flow):
    import_finess(flow(entity(), gcc=[GHT]))
    member = Membership.objects.get()
    assert (member.network.name, member.part) == ("Aube et Sézannais", "support")
    assert member.structure.level == "legal"

    import_finess(flow(entity(), gcc=[{**GHT, "pmejDuGcc": []}], day="2026-10-01"))

    member.refresh_from_db()
    assert member.ends_on == date(2026, 9, 30)


def test_a_site_that_changes_hands_keeps_the_dates_of_both(shipped, flow):
    other = copy.deepcopy(ENTITY)
    other["informationsGeneralesPMEJ"] |= {"numFinessPm": "100000025", "pmSmsseId": "8"}
    import_finess(flow(entity(), {**other, "ege": []}))

    import_finess(flow({**ENTITY, "ege": []}, {**other, "ege": [HOSPITAL]}, day="2026-10-01"))

    held = Parentage.objects.filter(child=troyes()).order_by("pk")
    assert [(one.parent.finess, one.starts_on, one.ends_on) for one in held] == [
        ("100006279", None, date(2026, 9, 30)), ("100000025", date(2026, 10, 1), None),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [400, 900, 1200, -1, -2])
def test_a_cut_file_is_one_sentence_and_nothing_is_written(shipped, flow, cut):
    with pytest.raises(NotFiness, match="il est coupé"):
        import_finess(flow(entity(), gcc=[GHT], cut=cut))

    assert not Structure.objects.exists()
    assert not Network.objects.exists()
    run = ImportRun.objects.get()
    assert (run.state, "Rien n’a changé" in run.why) == ("refused", True)


@pytest.mark.parametrize(
    "content, why",
    [
        (b'{"pmej": [{"a" 12345678901234567890}]}', "illisible vers"),
        (b'{"pmej": []}', "aucune entité"),
        (b'{"pmej": [1, null, "x"]}', "aucune entité"), (b"{} suite", "suit la fin"),
        (b'{"pmej": ["\xff\xff"]}', "UTF-8"), (b"{", "coupé"),
        (b'{"pmej": [' + b"[" * 200_000 + b"]" * 200_000 + b"]}", "illisible vers"),
        (b'{"pmej": [{"a": ' + b"9" * 6_000 + b"}]}", "illisible vers"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_with_its_reason(shipped, tmp_path, content, why):
    path = tmp_path / "flow.json"
    path.write_bytes(content)

    with pytest.raises(NotFiness, match=why):
        import_finess(path)


def test_objects_of_any_shape_are_rejected_one_by_one(shipped, flow):
    bad = [
        {}, {"ege": [{}]}, {"informationsGeneralesPMEJ": None, "ege": None},
        {"informationsGeneralesPMEJ": {"numFinessPm": 12}},
        {"informationsGeneralesPMEJ": {"numFinessPm": "100006279"}, "adresse": [{}]},
    ]  # fmt: skip

    report = import_finess(flow(*bad, entity()))

    assert (report.read, report.created, len(report.rejected)) == (8, 2, 6)
    assert ImportRun.objects.get().remarks.filter(is_rejection=True).count() == 6


@pytest.mark.parametrize("odd", ["x", 1, True, ["x"], [None], [[]], {"a": 1}])
def test_a_key_of_another_shape_is_an_absent_key(shipped, flow, odd):
    good = entity()
    sites = [{**HOSPITAL, key: odd} for key in ("informationsGeneralesEGE", "adresse", "contact")]
    entities = [
        {**ENTITY, "ege": []} | {key: odd}
        for key in ("informationsGeneralesPMEJ", "adresse", "contact", "ege")
    ]
    groups = [{**GHT, key: odd} for key in ("gccId", "nomGcc", "pmejDuGcc", "egeDuGcc")]

    report = import_finess(flow(good, {**ENTITY, "ege": sites}, *entities, gcc=[GHT, *groups]))

    assert report.created == Structure.objects.count() == 2
    assert report.read == 2 + len(report.rejected)


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800", "\\u0001"])
def test_a_sign_that_no_column_holds_becomes_a_blank(shipped, flow, sign):
    path = flow(entity(nomEgeLong="CH@DE TROYES", siret="1@"), gcc=[{**GHT, "nomGcc": "Aube@"}])
    path.write_text(path.read_text().replace("CH@", f"CH{sign}").replace('@"', f'{sign}"'))

    import_finess(path)

    assert troyes().name == "CH DE TROYES"
    assert Network.objects.get().name == "Aube"


def test_a_document_is_read_in_pieces_whatever_their_edge(tmp_path, monkeypatch):
    path = tmp_path / "flow.json"
    items = [{"name": f"é{number}", "list": [number]} for number in range(200)]
    path.write_text(json.dumps({"a": 12, "pmej": items, "b": {"x": [1]}}, ensure_ascii=False))
    monkeypatch.setattr("directory.imports.streaming.CHUNK", 7)

    read = list(Document(path).members())

    assert read == [("a", 12), *(("pmej", one) for one in items), ("b", {"x": [1]})]


def test_a_locked_field_is_never_overwritten_and_a_signal_holds_both_values(shipped, finess_file):
    import_finess(finess_file(site(), point()))
    Structure.objects.update(phone="+33325000001", name="Hôpital Simone Veil")
    for field in ("phone", "name"):
        FieldSource.objects.create(
            structure=troyes(),
            field=field,
            source="Structure",
            as_of=date(2026, 6, 1),
            is_locked=True,
        )

    report = import_finess(finess_file(site(phone="0325494950", kind="R"), point()))

    after = troyes()
    assert (after.phone, after.name, after.street) == (
        "+33325000001", "Hôpital Simone Veil", "101 rue Anatole France",
    )  # fmt: skip
    assert report.updated == 1
    said = {(one.field, one.ours, one.theirs) for one in Signal.objects.all()}
    assert said == {
        ("phone", "+33325000001", "+33325494950"),
        ("name", "Hôpital Simone Veil", "CENTRE HOSPITALIER DE TROYES"),
    }
    assert import_finess(finess_file(site(phone="0325494950", kind="R"), point())).unchanged == 1


def test_a_renamed_site_is_still_found_by_its_old_name_but_not_after_a_change_of_format(
    shipped, finess_file, flow
):
    import_finess(finess_file(site()))
    import_finess(finess_file(site(name="HOPITAL SIMONE VEIL", short="HSV")))

    assert Alias.objects.get().name == "CENTRE HOSPITALIER DE TROYES"
    assert list(Structure.objects.search("hopital simone veil")) == [troyes()]
    assert list(Structure.objects.search("centre hospitalier de troyes")) == [troyes()]

    import_finess(flow(entity(nomEgeLong="AUTRE FACON D ECRIRE")))

    assert (Alias.objects.count(), Signal.objects.count()) == (1, 0)


def test_an_import_that_would_empty_the_directory_is_held(shipped, finess_file):
    import_finess(finess_file(*many(220)))

    with pytest.raises(TooMuchChanges, match="120 disparaîtraient"):
        import_finess(finess_file(*many(100)))
    with pytest.raises(CommandError, match="--partial"):
        call_command("import_finess", str(finess_file(*many(100))))

    assert not Structure.objects.filter(absent_on__isnull=False).exists()
    held = ImportRun.objects.filter(state="held")
    assert held.count() == 2
    partial = import_finess(finess_file(*many(100)), guards=Guards(is_partial=True))
    assert (partial.unchanged, partial.absent) == (100, 0)
    accepted = import_finess(finess_file(*many(100)), guards=Guards(is_accepted=True))
    assert accepted.absent == 120
    assert Structure.objects.filter(absent_on=date(2026, 5, 12)).count() == 120
    assert Signal.objects.filter(rule="absent").count() == 120
    assert import_finess(finess_file(*many(220))).created == 0
    assert not Structure.objects.filter(absent_on__isnull=False).exists()


def test_a_change_of_most_rows_is_held_unless_the_format_changed(shipped, finess_file):
    import_finess(finess_file(*many(220)))
    changed = [line.replace("AVENUE", "RUE").replace(";AV;", ";R;") for line in many(220)]

    with pytest.raises(TooMuchChanges, match="220 changeraient"):
        import_finess(finess_file(*changed))


def test_a_twentieth_may_vanish_and_three_tenths_change_and_not_one_more(shipped, finess_file):
    lines = many(220)
    changed = [line.replace(";AV;", ";R;") for line in lines]
    dry = {"dry_run": True}
    import_finess(finess_file(*lines))

    assert import_finess(finess_file(*lines[11:]), **dry).absent == 11
    assert import_finess(finess_file(*changed[:66], *lines[66:]), **dry).updated == 66
    with pytest.raises(TooMuchChanges, match="12 disparaîtraient"):
        import_finess(finess_file(*lines[12:]), **dry)
    with pytest.raises(TooMuchChanges, match="67 changeraient"):
        import_finess(finess_file(*changed[:67], *lines[67:]), **dry)


def test_the_last_import_can_be_undone_and_only_the_last(shipped, finess_file, alice):
    import_finess(finess_file(site(), point()))
    before = Structure.objects.values().get()
    first = ImportRun.objects.get()
    new = site(finess="100000025", name="CLINIQUE")
    used = site(finess="100000033", name="EHPAD")
    import_finess(finess_file(site(phone="0325000001", name="AUTRE"), new, used))
    NeedFactory(structure=Structure.objects.get(finess="100000033"))
    last = ImportRun.objects.exclude(pk=first.pk).get()
    with pytest.raises(NothingToUndo):
        undo_import(first, by=alice)

    kept = undo_import(last, by=alice)

    assert kept == 1
    assert set(Structure.objects.values_list("finess", flat=True)) == {"100000017", "100000033"}
    after = Structure.objects.values().get(finess="100000017")
    assert {key: value for key, value in after.items() if value != before[key]} == {}
    assert troyes().contacts.current().get(channel="phone").value == "+33325494949"
    assert Identifier.objects.filter(value="100000025").count() == 0
    last.refresh_from_db()
    assert last.state == "undone"
    # What was before the first one is no longer kept: to say that it is undone would be a lie.
    for run in (first, last):
        with pytest.raises(NothingToUndo):
            undo_import(run, by=alice)
