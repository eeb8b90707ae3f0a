"""« Ouvert maintenant », said by the database at the clock of the place."""

import html
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from directory import registry
from directory.fhir.elements import Site
from directory.fhir.offer import write_service
from directory.fhir.resources import SERVICES
from directory.forms.keeping import ServiceForm
from directory.models import HoursException, Identifier, Service
from directory.models.identity import key_of
from directory.selectors.hours import holiday_to_check, span, usual, weekly
from directory.selectors.keeping import hours_typed
from directory.services.keeping import Hours, keep_service
from portal.lib.identifiers import luhn_key
from portal.lib.timetable import parse_week
from tests.directory.depth import WHOLE_DAY, ActivityFactory, ServiceFactory, hours
from tests.directory.test_last_changes import moved, past
from tests.people import StructureFactory, TerritoryFactory, log_in

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
    asked += [("rpps", "10003456786"), ("rpps", "10003456781"), ("rpps", "1000345678")]

    with connection.cursor() as cursor:
        for system, value in asked:
            cursor.execute("SELECT directory_key_of(%s, %s)", [system, value])
            assert cursor.fetchone() == (key_of(system, value),), (system, value)

    assert [key_of("finess", one) for one in finess] == [Identifier.Key.RIGHT] * 5
    assert all(key_of("finess", one) == "wrong" for one in wrong)


# Monday 25 May 2026: lundi de Pentecôte.
def on_whit_monday(hour, *, day=25):
    return datetime(2026, 5, day, hour - 2, tzinfo=UTC)


def said_on_holidays(service, *instants):
    rows = Service.objects
    return [rows.with_open_at(one).get(pk=service.pk).is_open for one in instants]


def test_on_a_public_holiday_the_hours_of_the_week_say_nothing():
    service = ServiceFactory()
    hours(service, WEEK, 8 * 60, 18 * 60)
    noon, evening = on_whit_monday(12), on_whit_monday(20)

    assert said_on_holidays(service, noon, evening, on_whit_monday(12, day=26)) == [
        None, None, True,
    ]  # fmt: skip
    assert not Service.objects.open_at(noon).exists()
    assert Service.objects.with_open_at(noon).get().on_holiday is True
    assert not Service.objects.with_open_at(on_whit_monday(12, day=26)).get().on_holiday


def test_hours_of_holidays_closing_and_open_always_are_known():
    some, closed, always, special, crisis = (
        ServiceFactory(structure=StructureFactory()) for _ in range(5)
    )
    for one in (some, closed, special, crisis):
        hours(one, WEEK, 8 * 60, 18 * 60)
    hours(some, [8], 9 * 60, 12 * 60)
    Service.objects.filter(pk__in=[closed.pk, crisis.pk]).update(closed_on_holidays=True)
    hours(always, WEEK, *WHOLE_DAY)
    HoursException.objects.create(
        service=special, first_day=date(2026, 5, 25), last_day=date(2026, 5, 25),
        opens=14 * 60, closes=16 * 60,
    )  # fmt: skip
    times = [on_whit_monday(hour) for hour in (10, 15)]

    assert said_on_holidays(some, *times) == [True, False]
    assert said_on_holidays(closed, *times) == [False, False]
    assert said_on_holidays(always, *times) == [True, True]
    assert said_on_holidays(special, *times) == [False, True]


def test_a_night_belongs_to_the_day_it_began_even_before_or_after_a_holiday():
    service = ServiceFactory()
    hours(service, WEEK, 20 * 60, 32 * 60)  # each night, to 8 o'clock the next day

    said = said_on_holidays(
        service, on_whit_monday(7), on_whit_monday(7, day=26), on_whit_monday(9, day=26)
    )

    assert said == [True, None, False]


def test_holidays_are_those_of_the_place():
    places = {"67482": "Europe/Paris", "10387": "Europe/Paris", "97411": "Indian/Reunion"}
    services = []
    for code, zone in places.items():
        commune = TerritoryFactory(code=code, timezone=zone)
        services.append(ServiceFactory(structure=StructureFactory(commune=commune)))
        hours(services[-1], WEEK, 8 * 60, 18 * 60)
    saint_stephen = datetime(2025, 12, 26, 9, tzinfo=UTC)
    abolition = datetime(2025, 12, 20, 9, tzinfo=UTC)

    def said(instant):
        return [said_on_holidays(one, instant)[0] for one in services]

    assert said(saint_stephen) == [None, True, True]
    assert said(abolition) == [True, True, None]


def test_a_page_says_that_the_hours_of_a_holiday_are_to_be_checked(troyes):
    service = ServiceFactory()
    hours(service, WEEK, 8 * 60, 18 * 60)

    def said(day, code="10387"):
        fresh = Service.objects.prefetch_related("hours", "exceptions").get(pk=service.pk)
        return holiday_to_check(fresh, code, day)

    assert said(date(2026, 5, 25)) == (
        "Aujourd’hui est férié (Lundi de Pentecôte)\u00a0: horaires à vérifier par téléphone."
    )
    assert said(date(2026, 5, 20)).startswith("Le lundi 25 mai est férié (Lundi de Pentecôte)")
    assert said(date(2026, 6, 1)) == ""
    assert "Aujourd’hui" in said(date(2026, 12, 26), code="67482")
    assert "Aujourd’hui" not in said(date(2026, 12, 26))
    hours(service, [8], 9 * 60, 12 * 60)
    assert said(date(2026, 5, 25)) == ""


def test_hours_of_holidays_are_said_in_words_and_to_machines():
    service = ServiceFactory()
    hours(service, WEEK, *WHOLE_DAY)
    hours(service, [8], 9 * 60, 12 * 60)
    rows = list(service.hours.all())

    assert usual(rows, closed_on_holidays=False) == [
        "24\u00a0h sur 24, tous les jours", "jours fériés : 9\u00a0h à 12\u00a0h",
    ]  # fmt: skip
    assert usual(rows[:1], closed_on_holidays=True)[-1] == "jours fériés : fermé"
    row = SERVICES.joined(Service.objects.all()).get()
    told = write_service(row, Site("https://portail.example/fhir"))
    assert told["availabilityExceptions"] == "jours fériés : 9 h à 12 h"
    assert sum(len(one["daysOfWeek"]) for one in told["availableTime"]) == 7


def test_closing_on_holidays_is_typed_kept_and_read_back(ehpad, bob):
    one = Service(structure=ehpad, activity=ActivityFactory())
    typed = Hours(parse_week("lundi à vendredi 8h-18h, sauf jours fériés"), {})

    keep_service(one, zones=[], hours=typed, by=bob)

    one.refresh_from_db()
    assert one.closed_on_holidays
    assert hours_typed(one)["usual"] == "lundi à vendredi 8h-18h\njours fériés fermé"
    past(one)
    keep_service(one, zones=[], hours=Hours(parse_week("lundi 8h-18h"), {}), by=bob)
    assert moved(one) and not Service.objects.get(pk=one.pk).closed_on_holidays
    form = ServiceForm({"crisis": "jours fériés fermé"}, structure=ehpad)
    assert "horaires habituels" in str(form.errors["crisis"])


def test_a_search_of_what_is_open_says_that_today_is_a_holiday(client, bob, ehpad, monkeypatch):
    service = ServiceFactory(structure=ehpad)
    hours(service, WEEK, 8 * 60, 18 * 60)
    log_in(client, bob)
    monkeypatch.setattr(timezone, "now", lambda: on_whit_monday(12))
    page = reverse("directory:structure_list")

    opened = client.get(page, {"ouvert": "on"}).text
    found = client.get(page, {"service": service.activity_id}).text
    detail = client.get(ehpad.get_absolute_url()).text

    assert "Lundi de Pentecôte" in opened and "Montrer aussi le reste" in opened
    assert str(ehpad) not in opened.split("<h1")[1]
    assert "jour férié\u00a0: à vérifier par téléphone" in html.unescape(found)
    assert "Jour férié : à vérifier par téléphone" in html.unescape(detail).replace("\u00a0", " ")
    assert "Aujourd’hui est férié (Lundi de Pentecôte)" in detail
