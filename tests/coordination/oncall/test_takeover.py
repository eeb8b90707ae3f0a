"""During an incident the coordination puts somebody on a slot, at once and in the open."""

from datetime import timedelta
from html import unescape

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import RuleParameter, Shift
from coordination.oncall.refusals import RuleBroken, SlotNotSoon
from coordination.oncall.services.swaps.takeover import take_over
from portal.audit.models import Entry
from tests.coordination.oncall.alert_world import calling
from tests.coordination.oncall.roster_world import SlotFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db
__all__ = ["calling"]


@pytest.fixture
def slot(calling):
    """The slot under way, that Nadia holds."""
    return Shift.objects.get(person=calling.now).slot


def rest_rule(severity, hours=11):
    return RuleParameter.objects.create(
        code="rest.daily", label="Repos quotidien", value=hours, unit="hours", severity=severity,
        validity=DateRange(timezone.localdate() - timedelta(days=9), None), legal_ref="R.6152-27",
    )  # fmt: skip


def put(calling, slot, person, **given):
    asked = {
        "role": calling.role,
        "person": person,
        "motive": "incident",
        "by": calling.coordinator,
    }
    take_over(slot, **asked | given)


def test_what_is_left_of_an_absent_holders_slot_is_somebody_elses_from_this_minute(calling, slot):
    zoe, nadia = calling.person("Zoé"), slot.shifts.get()

    put(calling, slot, zoe, replaces=nadia)

    first, second = Shift.objects.holding().filter(slot=slot).in_order()
    assert (first.person, second.person) == (calling.now, zoe)
    assert first.period.upper == second.period.lower <= timezone.now()
    assert second.forced_reason == ""
    entry = Entry.objects.get(action="slot.taken_over")
    assert (entry.actor, entry.detail["motive"]) == (calling.coordinator, "incident")


def test_a_hole_under_way_is_filled_for_what_is_left_of_it(calling, slot):
    Shift.objects.filter(slot=slot).delete()
    zoe = calling.person("Zoé")

    put(calling, slot, zoe)

    shift = Shift.objects.get(slot=slot)
    assert (shift.person, shift.holds, shift.period.upper) == (zoe, True, slot.period.upper)
    assert slot.period.lower < shift.period.lower <= timezone.now()
    assert slot.roster.versions.exists()


def test_a_rule_that_may_be_forced_is_with_a_motive_and_shown_and_the_law_never_is(
    calling, slot, client
):
    rule, later = rest_rule("force"), calling.later
    nadia = slot.shifts.get()
    later.memberships.update(regime="public_hospital")
    with pytest.raises(RuleBroken, match="repos"):
        put(calling, slot, later, replaces=nadia)

    log_in(client, calling.coordinator)
    address = reverse("oncall:slot_take_over", args=[slot.roster.uuid, slot.pk])
    link = unescape(
        client.get(reverse("oncall:slot_detail", args=[slot.roster.uuid, slot.pk])).content.decode()
    )
    typed = {
        "replaces": nadia.pk, "role": calling.role.pk, "person": later.pk,
        "motive": "Nadia est injoignable", "forced_reason": "personne d’autre cette nuit",
    }  # fmt: skip
    seen = unescape(client.post(address, typed).content.decode())
    assert Shift.objects.filter(slot=slot).count() == 1
    rule.severity = "block"
    rule.save()
    refused = unescape(client.post(address, typed | {"confirm": "1"}).content.decode())
    rule.severity = "force"
    rule.save()
    page = client.post(address, typed | {"confirm": "1"}, follow=True)

    assert address in link and "À motiver" in seen and "Rien n’est encore enregistré" in seen
    assert "R.6152-27" in refused or "repos" in refused.lower()
    assert "règle forcée : personne d’autre cette nuit" in unescape(page.content.decode()).replace(
        "\u00a0", " "
    )
    assert Entry.objects.get(action="slot.taken_over").detail["forced"]


def test_a_slot_of_next_week_is_not_taken_on_the_spot(calling):
    start = timezone.now() + timedelta(days=7)
    later = SlotFactory(
        roster=calling.roster, sector=calling.sector,
        period=DateTimeTZRange(start, start + timedelta(hours=6)), local_day=start.date(),
    )  # fmt: skip

    with pytest.raises(SlotNotSoon, match="12 heures"):
        put(calling, later, calling.person("Zoé"))
