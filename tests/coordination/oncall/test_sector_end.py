"""Sectors end and communes merge: the past stays, nobody is lost on the way."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Sector, SectorCommune
from coordination.oncall.refusals import NotMerged
from coordination.oncall.refusals.settings import (
    MergedAlready,
    SectorEnds,
    SectorNotEnding,
    SectorServes,
)
from coordination.oncall.selectors.lines.merger import merger_effects
from coordination.oncall.selectors.plans.slots import slots_of_line
from coordination.oncall.services.lines.merger import merge_communes
from coordination.oncall.services.lines.sector_end import end_sector, keep_sector
from coordination.oncall.services.lines.sector_map import draw_sector
from coordination.oncall.services.lines.sectors import leave_uncovered, set_communes
from portal.audit.models import Entry
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    SlotTemplateFactory,
)
from tests.people import TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


def there(sector, day):
    rows = SectorCommune.objects.filter(sector=sector, validity__contains=day)
    return sorted(rows.values_list("commune__code", flat=True))


@pytest.fixture
def communes(aube):
    return [TerritoryFactory(code=f"10{n:03d}", inside=aube) for n in range(1, 5)]


@pytest.fixture
def north(aube):
    return SectorFactory(name="Nord", line=LineFactory(territory=aube, slug="pdsa"))


@pytest.fixture
def south(north):
    return SectorFactory(name="Sud", line=north.line)


def test_a_sector_ends_on_a_day_and_another_takes_its_communes_at_the_same_hours(
    communes, north, south
):
    draw_sector(north, ["10001", "10002"], since=JANUARY, by=None, bands=[(0, 480)])
    draw_sector(south, ["10001"], since=JANUARY, by=None, bands=[(480, 1440)])

    assert end_sector(north, on=JULY, heir=south, by=None) == 2

    eve = JULY - timedelta(days=1)
    assert (there(north, eve), there(north, JULY)) == (["10001", "10002"], [])
    assert there(south, JULY) == ["10001", "10001", "10002"]
    taken = SectorCommune.objects.get(sector=south, commune__code="10002")
    assert (taken.band.lower, taken.band.upper, taken.validity.lower) == (0, 480, JULY)
    assert list(Sector.objects.open(eve).filter(line=north.line)) == [north, south]
    assert list(Sector.objects.open(JULY).filter(line=north.line)) == [south]
    assert Entry.objects.get(action="sector.closed").detail["heir"] == south.code


def test_a_roster_across_the_end_of_a_sector_has_its_slots_until_that_day(north):
    SlotTemplateFactory(line=north.line)
    end_sector(north, on=JULY, by=None)

    found = slots_of_line(north.line, JULY - timedelta(days=3), JULY + timedelta(days=3))

    days = {slot.local_day for _, slot in found}
    assert days == {JULY - timedelta(days=n) for n in (1, 2, 3)}


def test_communes_are_not_lost_without_a_word_when_their_sector_ends(communes, north, south):
    set_communes(north, ["10001"], since=JANUARY, by=None)
    end_sector(south, on=JULY, by=None)

    with pytest.raises(SectorServes, match="sert encore des communes"):
        end_sector(north, on=JULY, by=None)
    with pytest.raises(SectorEnds, match="01/07/2026"):
        end_sector(north, on=JULY, heir=south, by=None)
    end_sector(north, on=JULY, leave=True, by=None)

    assert (there(north, JANUARY), there(north, JULY)) == (["10001"], [])
    keep_sector(north, by=None)
    with pytest.raises(SectorNotEnding):
        keep_sector(north, by=None)


def test_a_sector_of_a_published_roster_does_not_end_within_it(north, south):
    shift = ShiftFactory(slot__sector=north, slot__roster__line=north.line)

    with pytest.raises(SectorServes, match="tableau publié"):
        end_sector(shift.sector, on=shift.slot.local_day, heir=south, by=None)

    assert Sector.objects.get(pk=north.pk).closed_on is None


def test_a_merger_of_communes_keeps_history_right_on_every_line(communes):
    old, second, new, _ = communes
    one, two = SectorFactory(), SectorFactory(line=LineFactory())
    set_communes(one, [old.code, new.code], since=JANUARY, by=None)
    set_communes(two, [old.code, second.code], since=JANUARY, by=None)

    assert merge_communes([old, second], into=new, on=NEW_YEAR, by=None) == 2

    assert (there(one, EVE), there(two, EVE)) == ([old.code, new.code], [old.code, second.code])
    assert (there(one, NEW_YEAR), there(two, NEW_YEAR)) == ([new.code], [new.code])
    old.refresh_from_db()
    assert (old.closed_on, old.successor) == (NEW_YEAR, new)
    with pytest.raises(NotMerged):
        merge_communes([new], into=new, on=NEW_YEAR, by=None)
    with pytest.raises(MergedAlready, match="01/01/2027"):
        merge_communes([old], into=second, on=NEW_YEAR, by=None)


def test_a_merger_fills_only_the_hours_and_days_when_nobody_served_the_commune(communes):
    old, new, *_ = communes
    day, night = SectorFactory(name="Jour"), SectorFactory(name="Nuit")
    night.line = day.line
    night.save()
    draw_sector(day, [new.code], since=JANUARY, by=None, bands=[(480, 1440)])
    set_communes(night, [old.code], since=date(2027, 3, 1), by=None)

    merge_communes([old], into=new, on=NEW_YEAR, by=None)

    rows = SectorCommune.objects.filter(commune=new).order_by("validity", "band")
    assert [(row.sector, row.validity.lower, row.band.lower, row.band.upper) for row in rows] == [
        (day, JANUARY, 480, 1440),
        (night, date(2027, 3, 1), 0, 480),
    ]
    assert not SectorCommune.objects.filter(commune=old).exists()


def test_a_decision_that_leaves_a_commune_uncovered_follows_its_merger(communes, north):
    old, new, *_ = communes
    leave_uncovered(
        north.line, [old.code], since=JANUARY, reason="régulation", reference="arrêté 7", by=None
    )

    (effect,) = merger_effects([old], new, NEW_YEAR)
    merge_communes([old], into=new, on=NEW_YEAR, by=None)

    assert effect.becomes == "non couverte, arrêté 7"
    assert SectorCommune.objects.get(commune=new).reference == "arrêté 7"


def test_the_agency_says_a_merger_on_a_page_and_the_coordination_the_end_of_a_sector(
    client, alice, emile, communes, north, south
):
    set_communes(north, ["10001", "10002"], since=JANUARY, by=None)
    set_communes(south, ["10003"], since=JANUARY, by=None)
    merge, end = (
        reverse("oncall:commune_merge", args=["pdsa"]),
        reverse("oncall:sector_close", args=[north.uuid]),
    )
    typed = {"olds": "10001\n10002", "into": "10003", "on": "1/1/2027"}

    log_in(client, alice)
    assert merge in client.get(reverse("oncall:line_sectors", args=["pdsa"])).content.decode()
    seen = unescape(client.post(merge, typed).content.decode())
    unknown = unescape(client.post(merge, typed | {"olds": "Atlantide"}).content.decode())
    assert client.post(merge, typed | {"confirm": "1"}).status_code == 302
    log_in(client, emile)
    assert merge not in client.get(reverse("oncall:line_sectors", args=["pdsa"])).content.decode()
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    refused = unescape(client.post(end, {"on": tomorrow}).content.decode())
    done = client.post(end, {"on": tomorrow, "heir": south.pk}, follow=True)

    assert "Rien n’est encore enregistré" in seen and "Nord" in seen and "Sud" in seen
    assert "Aucune commune ne s’appelle « Atlantide »" in unknown
    assert "donnez ses communes à un autre secteur" in refused
    assert "jusqu’au" in unescape(done.content.decode())
    assert there(south, NEW_YEAR) == ["10003"]


def test_a_role_goes_while_nobody_was_on_call_in_it_and_the_last_one_stays(client, emile, aube):
    line = LineFactory(territory=aube, slug="roles")
    held, spare = (LineRoleFactory(line=line, code=code, label=code) for code in ("fixe", "mobile"))
    slot = SlotFactory(roster__line=line)
    ShiftFactory(slot=slot, role=held)
    log_in(client, emile)

    address = {role: reverse("oncall:role_drop", args=["roles", role.pk]) for role in (held, spare)}
    kept = unescape(client.post(address[held], follow=True).content.decode())
    client.post(address[spare])
    last = unescape(client.post(address[held], follow=True).content.decode())

    assert "figure dans des tableaux" in kept and "garde au moins un rôle" in last
    assert list(line.roles.all()) == [held]
    assert Entry.objects.filter(action="role.dropped").count() == 1
