"""Calendars by subscription: what is in the file, and who may still read it."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.agenda import Event, calendar, folded
from coordination.oncall.models import (
    CalendarFeed,
    Layer,
    Override,
    OverridePerson,
    Rotation,
    RotationPlace,
    Shift,
)
from coordination.oncall.refusals.files import FeedRevoked, TooManyFeeds
from coordination.oncall.services.calendars import feed as services
from coordination.oncall.services.calendars.feed import open_feed, revoke_feed
from coordination.oncall.services.rosters.override import Wish, add_override, cancel_override
from coordination.oncall.services.rosters.shift import reassign, withdraw
from coordination.oncall.services.swaps.swap import open_swap, take_swap
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    tomorrow,
)
from tests.people import UserFactory, log_in


@pytest.fixture
def line(aube):
    return LineFactory(territory=aube, name="Médecins de garde, été", phone="+33325000000")


@pytest.fixture
def sector(line):
    return SectorFactory(line=line, name="Bar-sur-Aube")


@pytest.fixture
def shift(line, sector):
    """Tomorrow evening, held by somebody who signs in."""
    slot = SlotFactory(roster=RosterFactory(line=line), sector=sector, period=tomorrow())
    shift = ShiftFactory(slot=slot, person=member(line))
    return Shift.objects.select_related("person__user", "line", "sector", "role").get(pk=shift.pk)


def member(line):
    person = PersonFactory(user=UserFactory())
    MemberFactory(line=line, person=person).roles.add(LineRoleFactory(line=line))
    return person


def address(subject, user):
    return reverse("oncall:feed_file", args=[open_feed(subject, by=user)])


def events(client, path):
    """The file as another program reads it, once its octets are what the text asks."""
    cache.clear()
    body = client.get(path).content
    check_octets(body)
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def check_octets(body):
    """RFC 5545, 3.1: CR LF, at most 75 octets, no character cut in two; nothing unknown."""
    lines = body.split(b"\r\n")
    assert lines.pop() == b"" and b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines)
    whole = body.replace(b"\r\n ", b"").decode()
    assert whole.count("BEGIN:V") == whole.count("\r\nEND:V")


@pytest.mark.parametrize("text", ["é" * 200, "x" * 75, "x" * 76, "🚑" * 40, "", "a" + "€" * 50])
def test_a_long_line_is_folded_without_cutting_a_character(text):
    octets = folded(f"SUMMARY:{text}")

    assert max(len(line) for line in octets.split(b"\r\n")) <= 75
    assert octets.replace(b"\r\n ", b"").decode() == f"SUMMARY:{text}\r\n"
    assert all(line.decode() is not None for line in octets.split(b"\r\n"))


def test_a_night_of_thirteen_hours_and_hostile_words_are_read_back_as_they_were():
    start = datetime(2026, 10, 24, 18, tzinfo=UTC)
    words = "Nuit ; d’été, chez \\ « Zoé »\nEND:VEVENT"

    body = calendar("Été", [Event("u", start, start + timedelta(hours=13), 3, start, words)])

    check_octets(body)
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(event["SUMMARY"]) == words
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=13)
    assert event["SEQUENCE"] == 3


pytestmark = pytest.mark.django_db


def test_the_address_opens_without_login_and_only_its_hash_is_kept(client, shift):
    secret = open_feed(shift.person, by=shift.person.user)

    answer = client.get(reverse("oncall:feed_file", args=[secret]))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert secret not in str(CalendarFeed.objects.values().get())
    assert client.get(reverse("oncall:feed_file", args=[secret[:-1] + "!"])).status_code == 404


def test_no_secret_address_reaches_the_logs(client, shift, alice, caplog, capfd):
    """Revoked, unknown, posted to: Django writes the path of each refused request."""
    secret = open_feed(shift.line, by=alice)
    path = reverse("oncall:feed_file", args=[secret])
    revoke_feed(CalendarFeed.objects.get(), by=alice)
    client.logout()

    codes = [client.get(path).status_code, client.post(path).status_code]
    codes += [client.get(f"{path}x").status_code, client.get(f"{path}?x=1").status_code]

    written = caplog.text + str(capfd.readouterr())
    assert codes == [404, 405, 404, 404]
    assert "/agenda/[lien].ics" in written
    assert secret not in written


def test_a_duty_says_where_it_is_and_no_personal_number(client, shift):
    path = address(shift.person, shift.person.user)

    (event,) = events(client, path).values()

    assert event["DTSTART"].dt == shift.period.lower
    assert "Bar-sur-Aube" in event["SUMMARY"]
    assert "+33325000000" in event["DESCRIPTION"]
    assert shift.person.contacts.get().value not in client.get(path).content.decode()


def test_an_identity_outlives_a_new_holder_and_new_hours(client, shift, alice):
    path = address(shift.line, alice)
    (before,) = events(client, path).values()

    reassign(shift, person=member(shift.line), by=alice, motive="essai")
    Shift.objects.filter(pk=shift.pk).update(
        period=DateTimeTZRange(shift.period.lower, shift.period.lower + timedelta(hours=2))
    )

    (after,) = events(client, path).values()
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["DTEND"].dt - after["DTSTART"].dt == timedelta(hours=2)


def test_the_database_itself_counts_the_revisions(shift):
    writes = [{"status": "accepted"}, {"person": member(shift.line)}, {"is_locked": True}]
    seen = []

    for fields in writes:
        Shift.objects.filter(pk=shift.pk).update(**fields)
        seen.append(Shift.objects.values_list("sequence", "changed_at").get(pk=shift.pk))

    assert [sequence for sequence, _ in seen] == [1, 2, 2]
    assert seen[0][1] < seen[1][1]


def test_who_gave_a_duty_away_sees_it_cancelled_and_the_taker_sees_it(client, shift):
    taker = member(shift.line)
    giving, taking = address(shift.person, shift.person.user), address(taker, taker.user)
    swap = open_swap(shift, kind="give", by=shift.person.user)

    take_swap(swap, taker=taker, by=taker.user)

    gone, mine = events(client, giving), events(client, taking)
    assert [one["STATUS"] for one in gone.values()] == ["CANCELLED"]
    assert [one["STATUS"] for one in mine.values()] == ["CONFIRMED"]
    assert list(gone) == list(mine)


def test_a_part_taken_by_somebody_is_a_duty_of_its_own(client, shift, alice):
    taker = member(shift.line)
    part = DateTimeTZRange(shift.period.lower + timedelta(hours=2), shift.period.upper)
    path = address(shift.line, alice)
    swap = open_swap(shift, kind="partial", by=shift.person.user, period=part)

    take_swap(swap, taker=taker, by=taker.user)

    found = events(client, path)
    assert len(found) == 2
    assert {one["STATUS"] for one in found.values()} == {"CONFIRMED"}


def test_a_duty_withdrawn_stays_cancelled_some_weeks(client, shift, alice):
    path = address(shift.line, alice)

    withdraw(shift, by=alice, motive="essai")

    (event,) = events(client, path).values()
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    Shift.objects.filter(pk=shift.pk).update(changed_at=timezone.now() - timedelta(days=90))
    assert events(client, path) == {}


def test_an_override_cuts_a_duty_in_two_and_gives_the_hour_to_another(client, shift, alice):
    other = member(shift.line)
    holder, taker, whole = (
        address(shift.person, shift.person.user),
        address(other, other.user),
        address(shift.sector, alice),
    )
    (plain,) = events(client, holder).values()
    start = shift.period.lower
    hour = DateTimeTZRange(start + timedelta(hours=1), start + timedelta(hours=2))
    wish = Wish(shift.sector, shift.role, hour, "essai", added=[other], removed=[shift.person])

    override = add_override(wish, by=alice)

    cut = list(events(client, holder).values())
    assert [one["DTEND"].dt - one["DTSTART"].dt for one in cut] == [
        timedelta(hours=1), timedelta(hours=2),
    ]  # fmt: skip
    assert cut[0]["UID"] == plain["UID"] and cut[0]["SEQUENCE"] > plain["SEQUENCE"]
    assert len(events(client, taker)) == 1 and len(events(client, whole)) == 3

    cancel_override(override, by=alice)

    (again,) = events(client, holder).values()
    assert again["UID"] == plain["UID"] and again["SEQUENCE"] > cut[0]["SEQUENCE"]
    assert [one["STATUS"] for one in events(client, taker).values()] == ["CANCELLED"]


def test_what_did_not_change_is_not_sent_again(client, shift, alice):
    path = address(shift.line, alice)
    first = client.get(path)

    by_tag = client.get(path, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})
    withdraw(shift, by=alice, motive="essai")
    changed = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (by_tag.status_code, by_date.status_code, changed.status_code) == (304, 304, 200)
    assert by_tag.content == b""


def test_an_address_asked_without_end_is_slowed_down(client, shift, alice, monkeypatch):
    path = address(shift.line, alice)
    cache.clear()
    monkeypatch.setattr("coordination.oncall.views.feed.MOST_AN_HOUR", 2)

    codes = [client.get(path).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_a_revoked_address_and_a_lost_right_give_nothing(client, shift, alice):
    path, other = address(shift.line, alice), address(shift.person, shift.person.user)

    feed = CalendarFeed.objects.get(owner=alice)
    revoke_feed(feed, by=alice)
    shift.person.user.is_active = False
    shift.person.user.save()

    assert client.get(path).status_code == client.get(other).status_code == 404
    with pytest.raises(FeedRevoked):
        revoke_feed(feed, by=alice)


def test_who_no_longer_sees_a_line_no_longer_reads_its_calendar(client, shift, alice):
    path = address(shift.sector, alice)
    assert client.get(path).status_code == 200

    alice.grants.all().delete()

    assert client.get(path).status_code == 404


def test_addresses_are_not_opened_without_end(shift, alice, monkeypatch):
    monkeypatch.setattr(services, "MOST_FEEDS", 1)
    open_feed(shift.line, by=alice)

    with pytest.raises(TooManyFeeds):
        open_feed(shift.line, by=alice)


def test_the_page_shows_the_address_once(client, shift, alice):
    page = f"{reverse('oncall:feed_list')}?ligne={shift.line.slug}"
    log_in(client, alice)
    before = client.get(page).content.decode()

    made = client.post(reverse("oncall:feed_list"), {"ligne": shift.line.slug}).content.decode()

    assert "Créer l’adresse" in before
    assert "http://testserver/astreintes/agenda/" in made and ".ics" in made
    after = client.get(reverse("oncall:feed_list")).content.decode()
    assert ".ics" not in after and "Révoquer" in after
    client.post(reverse("oncall:feed_revoke", args=[CalendarFeed.objects.get().uuid]))
    assert client.get("/").status_code == 200
    assert not CalendarFeed.objects.living().exists()


@pytest.mark.parametrize("days", [2, 20])
def test_a_calendar_costs_the_same_whatever_it_holds(
    client, line, sector, alice, days, django_assert_num_queries
):
    roster, role = RosterFactory(line=line), LineRoleFactory(line=line)
    for rank in range(days):
        slot = SlotFactory(
            roster=roster, sector=sector, local_day=timezone.localdate() + timedelta(days=rank + 1)
        )
        held = ShiftFactory(slot=slot)
        change = Override.objects.create(
            line=line, sector=sector, role=role, kind="replace", period=held.period, motive="essai"
        )
        OverridePerson.objects.create(
            override=change, person=PersonFactory(), side="added", line=line, period=held.period
        )
    path = address(line, alice)

    with django_assert_num_queries(11):
        client.get(path)

    assert len(events(client, path)) == 2 * days


def test_dates_of_a_past_year_are_not_dragged_along(client, shift, alice):
    old = SlotFactory(
        roster=shift.roster, sector=shift.sector, period=evening(date(2026, 1, 5)),
        local_day=date(2026, 1, 5),
    )  # fmt: skip
    ShiftFactory(slot=old)

    assert len(events(client, address(shift.line, alice))) == 1


def test_turns_of_a_rotation_are_there_where_no_roster_is_published(client, line, sector, alice):
    role, people = LineRoleFactory(line=line), [PersonFactory(), PersonFactory()]
    layer = Layer.objects.create(sector=sector, role=role, name="Semaines")
    first = timezone.localdate() + timedelta(days=1)
    turning = Rotation.objects.create(layer=layer, cadence="weekly", starts_on=first)
    for rank, person in enumerate(people):
        RotationPlace.objects.create(rotation=turning, rank=rank, person=person)
    RosterFactory(line=line, days=DateRange(first, first + timedelta(days=14)))
    path = address(line, alice)

    before = events(client, path)
    one = min(before.values(), key=lambda event: event["DTSTART"].dt)
    start = one["DTSTART"].dt + timedelta(hours=3)
    change = Override.objects.create(
        line=line, sector=sector, role=role, kind="remove", motive="malade",
        period=(start, start + timedelta(hours=2)),
    )  # fmt: skip
    leaving = next(one for one in people if str(one) in before[one_uid(before)]["SUMMARY"])
    OverridePerson.objects.create(
        override=change, person=leaving, side="removed", line=line, period=change.period
    )
    after = events(client, path)

    assert len(before) >= 12 and one["DTSTART"].dt.date() >= first + timedelta(days=13)
    assert {str(event["SUMMARY"]).rsplit(" : ")[-1] for event in before.values()} == {
        str(person) for person in people
    }
    uid = one_uid(before)
    assert set(after) - set(before) == {uid.replace("@", ".1@")}
    assert (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) == (0, 1)
    assert after[uid]["DTEND"].dt == start


def one_uid(found):
    return min(found, key=lambda uid: found[uid]["DTSTART"].dt)
