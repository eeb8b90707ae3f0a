"""Instants, periods and numbers as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from portal.lib.text import counted
from portal.ui.moments import (
    day_hour,
    duration,
    moment_words,
    period_words,
    relative,
    since_words,
    until_words,
)

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
NOW = datetime(2026, 3, 28, 14, 15, tzinfo=PARIS)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2026, 3, 28, 20), (2026, 3, 29, 8),
         "samedi 28 mars, 20 h → dimanche 8 h, 11 heures (passage à l’heure d’été)"),
        ((2026, 10, 24, 20), (2026, 10, 25, 8),
         "samedi 24 octobre, 20 h → dimanche 8 h, 13 heures (passage à l’heure d’hiver)"),
        ((2026, 4, 1, 8), (2026, 4, 1, 20), "mercredi 1er avril, 8 h → 20 h, 12 heures"),
        ((2026, 4, 1, 20, 30), (2026, 4, 2, 0), "mercredi 1er avril, 20 h 30 → minuit, 3 h 30"),
        ((2026, 4, 3, 18), (2026, 4, 6, 8),
         "vendredi 3 avril, 18 h → lundi 6 avril, 8 h, 2 jours et 14 heures"),
        ((2027, 1, 1, 8), (2027, 1, 1, 9), "vendredi 1er janvier 2027, 8 h → 9 h, 1 heure"),
    ],
)  # fmt: skip
def test_a_period_says_its_days_its_hours_and_how_long_it_really_lasts(start, end, words):
    first, last = datetime(*start, tzinfo=PARIS), datetime(*end, tzinfo=PARIS)

    said = period_words(first, last, now=NOW, zone=PARIS)

    assert plain(said) == words


def test_a_period_elsewhere_names_its_time_zone():
    start = datetime(2026, 3, 28, 20, tzinfo=REUNION)

    said = period_words(start, start + timedelta(hours=2), now=NOW, zone=REUNION)

    assert plain(said) == "samedi 28 mars, 20 h → 22 h, 2 heures (heure de La Réunion)"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "à l’instant, 14:14"),
        (timedelta(minutes=12), "il y a 12 min, 14:03"),
        (timedelta(hours=4), "il y a 4 h, 10:15"),
        (timedelta(hours=-3), "dans 3 h, 17:15"),
        (timedelta(days=1), "hier, vendredi 27 mars, 14:15"),
        (timedelta(days=-1), "demain, dimanche 29 mars, 14:15"),
        (timedelta(days=12), "il y a 12 jours, lundi 16 mars, 13:15"),
    ],
)
def test_an_instant_is_said_both_as_a_distance_and_as_a_clock_reads(ago, words):
    instant = NOW.astimezone(ZoneInfo("UTC")) - ago
    if ago == timedelta(days=12):
        instant -= timedelta(hours=1)
    if ago == timedelta(days=-1):
        instant -= timedelta(hours=1)  # the spring change falls in between

    assert plain(moment_words(instant, now=NOW)) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "depuis un instant, 14:14"),
        (timedelta(minutes=12), "depuis 12 min, 14:03"),
        (timedelta(days=1), "depuis hier, vendredi 27 mars, 14:15"),
    ],
)
def test_what_lasts_is_said_since_when(ago, words):
    assert plain(since_words(NOW - ago, now=NOW)) == words


def test_last_evening_is_still_counted_in_hours_during_the_night():
    night = datetime(2026, 3, 28, 1, 0, tzinfo=PARIS)

    assert plain(relative(night - timedelta(hours=3), now=night)) == "il y a 3 h"


def test_durations_agree_in_number():
    said = [plain(duration(timedelta(minutes=m))) for m in (1, 45, 60, 90, 48 * 60, 73 * 60)]

    assert said == ["1 minute", "45 minutes", "1 heure", "1 h 30", "2 jours", "3 jours et 1 heure"]


def test_a_deadline_says_the_day_only_when_it_is_not_today():
    now = datetime(2026, 3, 28, 9, 0, tzinfo=PARIS)
    today, monday = now.replace(hour=20), datetime(2026, 3, 30, 8, 30, tzinfo=PARIS)
    assert until_words(today, now=now, zone=PARIS) == "jusqu’à 20\u00a0h"
    assert (
        until_words(monday, now=now, zone=PARIS) == "jusqu’au lundi 30\u00a0mars, 8\u00a0h\u00a030"
    )


def test_an_hour_of_another_zone_is_named():
    now = datetime(2026, 3, 28, 9, 0, tzinfo=PARIS)
    words = day_hour(now, now=now, zone=ZoneInfo("Indian/Reunion"))
    assert words == "samedi 28\u00a0mars, 12\u00a0h (heure de La Réunion)"


@pytest.mark.parametrize("value, said", [
    (0, "ligne"), (1, "ligne"), (Decimal("1.5"), "ligne"), (2, "lignes"), ("12", "lignes"),
    ([], "ligne"), (["a", "b"], "lignes"), (None, "ligne"), ("?", "ligne"),
])  # fmt: skip
def test_nothing_is_singular_in_french(value, said):
    assert Template("ligne{{ value|pluralize }}").render(Context({"value": value})) == said


@pytest.mark.parametrize("value, form, said", [
    (date(2026, 3, 1), "l j F Y", "dimanche 1er mars 2026"),
    (date(2026, 3, 11), "l j F Y", "mercredi 11 mars 2026"),
    (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "j F, H:i", "1er mars, 00:30"),
    (date(2026, 3, 1), "d/m/Y", "01/03/2026"), (None, "j F Y", ""), ("", "j F", ""),
])  # fmt: skip
def test_the_first_day_of_a_month_is_said_as_in_french(value, form, said):
    page = Template(f"{{{{ value|date:'{form}' }}}}")

    assert page.render(Context({"value": value})) == said


def test_both_forms_may_be_given():
    page = Template("n’{{ none|pluralize:'a,ont' }} {{ two|pluralize:'a,ont' }}")

    assert page.render(Context({"none": 0, "two": 2})) == "n’a ont"


def test_a_count_agrees_with_its_words():
    said = [counted(count, "tâche suit", "tâches suivent") for count in (0, 1, 2)]

    assert said == ["0\u00a0tâche suit", "1\u00a0tâche suit", "2\u00a0tâches suivent"]
