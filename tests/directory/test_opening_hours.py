"""« Ouvert maintenant », said by the database at the clock of the place."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from directory import registry
from directory.models import HoursException, Identifier, Service
from directory.models.identity import key_of
from directory.selectors.hours import span, weekly
from portal.lib.identifiers import luhn_key
from tests.directory.depth import WHOLE_DAY, ServiceFactory, hours
from tests.people import TerritoryFactory

pytestmark = pytest.mark.django_db
WEEK = range(1, 8)
# Monday 16 March 2020: Paris is one hour ahead of UTC.
MONDAY = (2020, 3, 16)


def paris(hour, minute=0, day=16, month=3):
    ahead = 1 if month == 3 and day < 29 else 2
    return datetime(2020, month, day, hour - ahead, minute, tzinfo=UTC)


def is_open(service, instant):
    return Service.objects.with_open_at(instant).get(pk=service.pk).is_open


def test_a_service_is_open_between_its_hours_and_no_longer_at_the_last_minute():
    service = ServiceFactory()
    hours(service, range(1, 6), 8 * 60, 20 * 60)

    said = [is_open(service, paris(*at)) for at in [(7, 59), (8, 0), (19, 59), (20, 0)]]

    assert said == [False, True, True, False]
    assert is_open(service, paris(10, day=21)) is False  # a Saturday
    assert list(Service.objects.open_at(paris(8))) == [service]


def test_without_hours_nobody_knows():
    assert is_open(ServiceFactory(), paris(12)) is None


def test_a_night_belongs_to_the_day_it_begins():
    service = ServiceFactory()
    hours(service, [1], 20 * 60, 32 * 60)  # Monday 20:00 to Tuesday 08:00

    said = [is_open(service, one) for one in (paris(21), paris(7, day=17), paris(8, day=17))]

    assert said == [True, True, False]
    assert is_open(service, paris(7)) is False  # nobody began on Sunday


def test_the_clock_is_that_of_the_place():
    reunion = TerritoryFactory(code="97411", timezone="Indian/Reunion")
    service = ServiceFactory(structure__commune=reunion)
    hours(service, WEEK, 8 * 60, 12 * 60)

    assert is_open(service, datetime(*MONDAY, 5, tzinfo=UTC)) is True  # nine o'clock there
    assert is_open(service, datetime(*MONDAY, 9, tzinfo=UTC)) is False


def test_an_exception_replaces_the_hours_of_its_days():
    service = ServiceFactory()
    hours(service, WEEK, 8 * 60, 20 * 60)
    HoursException.objects.create(
        service=service, first_day=date(2020, 3, 16), last_day=date(2020, 3, 17)
    )
    HoursException.objects.create(
        service=service, first_day=date(2020, 3, 18), last_day=date(2020, 3, 18),
        opens=20 * 60, closes=22 * 60,
    )  # fmt: skip

    said = [is_open(service, paris(hour, day=day)) for hour, day in [(9, 17), (9, 18), (21, 18)]]

    assert said == [False, False, True]
    assert is_open(service, paris(9, day=19)) is True


def test_crisis_hours_replace_the_usual_ones_where_a_crisis_is_under_way(aube, troyes, monkeypatch):
    service = ServiceFactory(structure__commune=troyes)
    hours(service, WEEK, 8 * 60, 12 * 60)
    hours(service, WEEK, *WHOLE_DAY, regime="crisis")
    assert is_open(service, paris(23)) is False

    monkeypatch.setattr(registry, "_crises", [lambda: [aube.pk]])

    assert is_open(service, paris(23)) is True
    monkeypatch.setattr(registry, "_crises", [list])
    assert is_open(service, paris(23)) is False


def test_the_hour_that_autumn_repeats_and_spring_skips_are_read_on_the_wall():
    service = ServiceFactory()
    hours(service, WEEK, 2 * 60, 3 * 60)
    first = datetime(2020, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2020, 10, 25, 1, 30, tzinfo=UTC)
    jumped = datetime(2020, 3, 29, 1, 0, tzinfo=UTC)

    assert [is_open(service, one) for one in (first, second, jumped)] == [True, True, False]


@pytest.mark.parametrize("opens, closes", [(600, 600), (600, 500), (0, 1441), (1440, 1500)])
def test_a_span_lasts_a_day_at_most(opens, closes):
    with pytest.raises(IntegrityError), transaction.atomic():
        hours(ServiceFactory(), [1], opens, closes)


def test_hours_are_said_in_words_with_equal_days_together():
    service = ServiceFactory()
    hours(service, range(1, 6), 8 * 60, 12 * 60)
    hours(service, range(1, 6), 14 * 60, 19 * 60 + 30)
    hours(service, [6, 7], 20 * 60, 32 * 60)
    always = ServiceFactory()
    hours(always, WEEK, *WHOLE_DAY)

    assert weekly(service.hours.all()) == [
        "lundi à vendredi : 8\u00a0h à 12\u00a0h, 14\u00a0h à 19\u00a0h\u00a030",
        "samedi et dimanche : 20\u00a0h à 8\u00a0h le lendemain",
    ]
    assert weekly(always.hours.all()) == ["24\u00a0h sur 24, tous les jours"]
    assert span(0, 480) == "minuit à 8\u00a0h"


def test_a_service_covers_a_commune_though_it_is_elsewhere(aube, troyes):
    far = TerritoryFactory(code="51454", name="Reims")
    service = ServiceFactory(structure__commune=far)
    service.zones.set([aube])
    nowhere = ServiceFactory(structure__commune=troyes)

    assert list(Service.objects.covering(troyes)) == [service]
    assert nowhere not in Service.objects.covering(aube)


def test_the_database_and_the_library_agree_on_every_key():
    bodies = ["10000001", "2A000001", "2B123456", "97040005", "01078019"]
    finess = [one + luhn_key(one.replace("A", "1").replace("B", "2")) for one in bodies]
    wrong = [one[:-1] + str((int(one[-1]) + 1) % 10) for one in finess]
    asked = [("finess", one) for one in [*finess, *wrong, "", "ABC", "2C0000000"]]
    asked += [("siret", "77220148900022"), ("siret", "77220148900023"), ("siret", "35600000012345")]
    asked += [("siren", "772201489"), ("siren", "772201480"), ("internal", "x")]

    with connection.cursor() as cursor:
        for system, value in asked:
            cursor.execute("SELECT directory_key_of(%s, %s)", [system, value])
            assert cursor.fetchone() == (key_of(system, value),), (system, value)

    assert [key_of("finess", one) for one in finess] == [Identifier.Key.RIGHT] * 5
    assert all(key_of("finess", one) == "wrong" for one in wrong)
