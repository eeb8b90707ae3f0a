"""A hospital with everything, and rows as bad files make them."""

from datetime import date
from types import SimpleNamespace

from django.test import Client

from directory.models import (
    Alias,
    HoursException,
    Identifier,
    Membership,
    Network,
    Parentage,
    Practice,
    Professional,
)
from directory.services.keys import create_key
from tests.directory.depth import ActivityFactory, ContactFactory, ServiceFactory, hours
from tests.people import (
    CategoryFactory,
    ProfessionFactory,
    StructureFactory,
    TerritoryFactory,
    UserFactory,
)

TODAY = date(2026, 5, 12)


def hospital() -> SimpleNamespace:
    """The hospital of Troyes: its entity, a unit, a service, lines, networks, a doctor."""
    aube = TerritoryFactory(department=True, code="10", name="Aube")
    troyes = TerritoryFactory(code="10387", name="Troyes", inside=aube)
    ch = CategoryFactory(code="355", label="Centre Hospitalier (C.H.)", short_label="CH")
    entity = StructureFactory(
        level="legal", finess="100006279", name="CH DE TROYES", category=ch, commune=troyes,
        source="FINESS", source_on=TODAY,
    )  # fmt: skip
    site = StructureFactory(
        finess="100000017", siret="26100001400018", name="CENTRE HOSPITALIER DE TROYES",
        short_name="CH TROYES", category=ch, commune=troyes, street="101 AV ANATOLE FRANCE",
        postal_line="10003 TROYES CEDEX", latitude=48.2931, longitude=4.0869,
        position_source="finess", opened_on=date(1979, 2, 13), source="FINESS", source_on=TODAY,
    )  # fmt: skip
    unit = StructureFactory(
        level="unit", finess="", name="SERVICE DES URGENCES", category=ch, commune=troyes
    )
    Parentage.objects.create(child=site, parent=entity)
    Parentage.objects.create(child=unit, parent=site)
    Identifier.objects.create(
        structure=site, system="finess", value="100000009", ends_on=date(1999, 12, 31)
    )
    Identifier.objects.create(structure=site, system="finess", value=site.finess, is_primary=True)
    Identifier.objects.create(structure=site, system="smsse", value="ege-1")
    Alias.objects.create(structure=site, kind="former", name="Hôpital des Hauts-Clos")
    ContactFactory(structure=site, value="+33325494949")
    ContactFactory(
        structure=site, function="other", channel="mss", value="secretariat@troyes.mssante.fr"
    )
    ContactFactory(structure=site, function="duty", value="+33611111111", audience="crisis")
    ContactFactory(
        structure=site, function="other", channel="mss", audience="restricted",
        value="liste-rouge@troyes.mssante.fr",
    )  # fmt: skip
    ContactFactory(structure=site, channel="radio", value="Canal 7")
    night = ServiceFactory(
        structure=site, name="Infirmière de nuit", conditions="Sur appel du médecin",
        activity=ActivityFactory(family="Soins"), source="Structure", as_of=TODAY,
    )  # fmt: skip
    night.zones.add(aube)
    hours(night, [1, 2, 7], 1200, 1920)
    hours(night, [6], 0, 1440)
    hours(night, [1], 0, 1440, regime="crisis")
    HoursException.objects.create(
        service=night, first_day="2050-12-24", last_day="2050-12-25", reason="Fêtes"
    )
    ght = Network.objects.create(kind="ght", code="10", name="GHT de l’Aube", source="FINESS")
    tie = Membership.objects.create(
        network=ght, structure=site, part="support", starts_on=date(2016, 7, 1)
    )
    doctor = Professional.objects.create(
        rpps="10001234567", family_name="DURAND", given_name="Élise", source_on=TODAY,
        profession=ProfessionFactory(doctor=True),
    )  # fmt: skip
    role = Practice.objects.create(
        professional=doctor, structure=site, place_key="F100000017", mode="S", know_how="Urgences",
        function_code="FON-AU", function_label="Autre", kind_code="GENR01",
        kind_label="Activité standard de soin",
    )  # fmt: skip
    cabinet = Practice.objects.create(
        professional=doctor, place_key="R10000000800887", mode="L", commune=troyes,
        place_name="CABINET DU PARC", street="3 R DU PARC", postal_code="10000",
        phone="+33325000000",
    )  # fmt: skip
    return SimpleNamespace(
        entity=entity, site=site, unit=unit, night=night, ght=ght, tie=tie, doctor=doctor,
        role=role, cabinet=cabinet, troyes=troyes, aube=aube,
    )  # fmt: skip


def bad_rows() -> list:
    """What bad files leave: no name, no address, no point; blanks, quotes, signs of SQL."""
    nowhere = TerritoryFactory(
        code="97701", name="", latitude=None, longitude=None, postal_codes=[]
    )
    bare = StructureFactory(
        finess="", name="", commune=nowhere, latitude=None, longitude=None, position_source=""
    )
    odd = StructureFactory(
        name="  ' OR 1=1; -- \\ | , %_ \u200b <b>é</b> ", street="   ", postal_line="CEDEX 7",
        category=CategoryFactory(code="", label=""),
    )  # fmt: skip
    Alias.objects.create(structure=odd, name=" ")
    ServiceFactory(structure=bare, activity=ActivityFactory(code="x y", label="é", family=""))
    nobody = Professional.objects.create(
        rpps="00000000000", family_name="", profession=ProfessionFactory(code="S01")
    )
    Practice.objects.create(professional=nobody, place_key="?", mode="")
    Network.objects.create(kind="other", name=" ")
    return [bare, odd]


def a_key() -> str:
    """What a system sends."""
    return create_key(label="essais", holder="GHT de l’Aube", by=UserFactory())[1]


def reader(secret: str) -> Client:
    """A client that sends its key."""
    return Client(headers={"ESANTE-API-KEY": secret})
