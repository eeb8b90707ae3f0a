"""What each filter of the list would leave: the count of a choice is what choosing it finds."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.selectors import counting
from tests.directory.depth import WHOLE_DAY, ActivityFactory, ServiceFactory, hours
from tests.people import CategoryFactory, StructureFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:structure_list")
COUNTED = re.compile(r"(?:\(|, )(\d+)\)$")
EVERY_DAY = range(1, 8)


@pytest.fixture
def reader(client, alice, aube, marne, troyes, reims):
    """Alice, and a directory where each filter keeps some and leaves some."""
    today = timezone.localdate()
    kinds = [CategoryFactory(code=code, label=code) for code in ("355", "620")]
    vaccines = ActivityFactory(code="vaccins", label="Vaccination")
    for rank in range(12):
        structure = StructureFactory(
            commune=[troyes, reims][rank % 3 == 0], name=f"EHPAD LES TILLEULS {rank}",
            **({"category": kinds[rank % 2]} if rank % 4 else {}),
        )  # fmt: skip
        if rank % 2:
            night = ServiceFactory(structure=structure)
            night.zones.add(aube)
            hours(night, EVERY_DAY if rank % 3 else [], *WHOLE_DAY)
        if rank % 5 == 0:
            hours(ServiceFactory(structure=structure, activity=vaccines), EVERY_DAY, *WHOLE_DAY)
        if rank == 7:  # over since yesterday
            ended = today - timedelta(days=1)
            ServiceFactory(structure=structure, activity=vaccines, ends_on=ended)
    client.force_login(alice)
    return client


def choices(page):
    """(filter, value, count) of each choice that says one."""
    form = page.context["form"]
    for name in ("categorie", "service", "territoire"):
        for value, label in form.fields[name].choices:
            if value and (counted := COUNTED.search(str(label))):
                yield name, str(value), int(counted[1])
    for name in ("ouvert", "astreinte"):
        if counted := COUNTED.search(form[name].label):
            yield name, "on", int(counted[1])


@pytest.mark.parametrize("asked", [
    {"territoire": ""}, {"q": "tilleuls"}, {"q": "tilleuls troyes"}, {"categorie": "500"},
    {"service": "nuit"}, {"service": "nuit", "ouvert": "on"}, {"ouvert": "on"},
    {"commune": "Troyes (10387)", "rayon": "20"}, {"commune": "Troyes (10387)", "couvre": "on"},
    {"service": "vaccins", "categorie": "500", "q": "tilleuls"}, {"astreinte": "on"},
    {"q": "introuvable"},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("where", ["", "aube"])
def test_the_count_of_a_choice_is_what_choosing_it_finds(reader, aube, asked, where):
    asked = asked | ({"territoire": str(aube.pk)} if where else {})

    told = list(choices(reader.get(LIST, asked)))

    assert {name for name, _value, _count in told} >= {"service", "territoire", "ouvert"}
    for name, value, count in told:
        found = reader.get(LIST, asked | {name: value}).context["found"].count
        assert (name, value, count) == (name, value, found)


def test_each_filter_says_what_it_would_leave(reader, aube, marne):
    shown = reader.get(LIST, {"q": "tilleuls"}).text

    assert "Infirmière de nuit (6)" in shown and "Vaccination (3)" in shown
    assert "Aube (département, 8)" in shown and "Marne (département, 4)" in shown
    assert "Ouvert maintenant (6)" in shown
    assert "Quelqu’un d’astreinte maintenant (0)" in shown


def test_what_is_too_long_to_count_says_no_number_and_hides_no_category(reader, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    elsewhere = CategoryFactory(code="999", label="Zzz")
    StructureFactory(category=elsewhere)

    page = reader.get(LIST, {"territoire": ""})

    assert "Plus de 3" in page.text
    assert list(choices(page)) == []
    assert elsewhere.code in dict(page.context["form"].fields["categorie"].choices)


def test_hours_are_not_read_for_more_than_a_thousand_services(reader, monkeypatch):
    monkeypatch.setattr(counting, "MOST_CLOCKS", 1)

    counted = {name for name, _value, _count in choices(reader.get(LIST, {"q": "tilleuls"}))}

    assert "ouvert" not in counted and "service" in counted
