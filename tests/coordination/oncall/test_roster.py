"""A roster from draft to publication, its versions, and what each change leaves behind."""

from datetime import date, time
from decimal import Decimal

import pytest

from coordination.notifications.models import Notification
from coordination.oncall.models import Regime, Roster, RuleParameter, Shift, Slot, SlotClass
from coordination.oncall.refusals import (
    AlreadyOnDuty,
    NoTemplate,
    NothingChanged,
    RosterEmpty,
    RosterMoved,
    RosterOverlaps,
    RosterReversed,
    RosterTooLong,
    RuleBroken,
)
from coordination.oncall.selectors.plans.coverage import coverage_of_roster
from coordination.oncall.selectors.rosters.version import hash_of
from coordination.oncall.services.lines.line import end_member, set_points
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.roster import correct_roster, draft_roster, publish_roster
from coordination.oncall.services.rosters.shift import assign, reassign, withdraw
from tests.coordination.oncall.roster_world import (
    ALWAYS,
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    SectorFactory,
    SlotTemplateFactory,
    evening,
    member,
)
from tests.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(aube):
    """Evenings and deep nights, one sector."""
    line = LineFactory(territory=aube)
    SlotTemplateFactory(line=line)
    SlotTemplateFactory(
        line=line, name="Nuit profonde", starts_at=time(0), ends_at=time(8), slot_class="deep_night"
    )
    return line


@pytest.fixture
def sector(line):
    return SectorFactory(line=line)


def draft(line, first=date(2026, 12, 7), last=date(2026, 12, 13)):
    return draft_roster(line, first=first, last=last, name="Une semaine", by=None)


def slots_of(roster):
    return list(Slot.objects.filter(roster=roster).order_by("period"))


def test_a_draft_holds_every_slot_of_its_days_with_their_class_and_points(line, sector):
    set_points(
        line, {"deep_night": Decimal(3), "red_day": Decimal(9)}, since=date(2026, 1, 1), by=None
    )

    roster = draft(line, date(2026, 12, 24), date(2026, 12, 26))

    found = [(slot.local_day.day, slot.slot_class, slot.points) for slot in slots_of(roster)]
    assert found[:2] == [(24, "deep_night", 9), (24, "evening", 9)]
    assert found[-2:] == [(26, "deep_night", 3), (26, "evening", 1)]
    assert [slot.holiday for slot in slots_of(roster)][2] == "Noël"


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (date(2026, 12, 7), date(2026, 12, 1), RosterReversed),
        (date(2026, 1, 1), date(2035, 12, 31), RosterTooLong),
        (date(2024, 1, 1), date(2024, 1, 31), NoTemplate),
    ],
)
def test_dates_that_make_no_roster_are_refused(line, sector, first, last, refusal):
    with pytest.raises(refusal):
        draft(line, first, last)


def test_publishing_binds_people_keeps_a_version_and_tells_each_of_them(line, sector, role, emile):
    roster, person = draft(line), member(line, role, user=UserFactory())
    shift = assign(slots_of(roster)[0], role=role, person=person, by=emile)
    assert not shift.holds

    version = publish_roster(roster, by=emile)

    shift.refresh_from_db()
    assert shift.holds and roster.state == Roster.State.PUBLISHED
    assert version.content_hash == hash_of(version.content)
    assert [row["name"] for row in version.content] == [str(person)]
    told = Notification.objects.filter(publication__notice="roster_published")
    assert {message.user for message in told} == {person.user}


def test_an_empty_roster_or_one_over_another_is_not_published(line, sector, role):
    first, second = draft(line), draft(line)
    with pytest.raises(RosterEmpty):
        publish_roster(first, by=None)
    for roster in (first, second):
        assign(slots_of(roster)[0], role=role, person=member(line, role), by=None)
    publish_roster(first, by=None)

    with pytest.raises(RosterOverlaps):
        publish_roster(second, by=None)
    with pytest.raises(RosterMoved):
        publish_roster(first, by=None)


def test_a_double_duty_is_named_when_a_roster_is_published(line, sector, role, aube):
    person, other = member(line, role), LineFactory(territory=aube)
    SlotTemplateFactory(line=other, starts_at=time(21), ends_at=time(23))
    other_role, there = LineRoleFactory(line=other), SectorFactory(line=other, name="Bar-sur-Aube")
    MemberFactory(line=other, person=person).roles.add(other_role)
    mine, theirs = draft(line), draft(other)
    evening_slot = next(slot for slot in slots_of(mine) if slot.slot_class == "evening")
    assign(evening_slot, role=role, person=person, by=None)
    assign(slots_of(theirs)[0], role=other_role, person=person, by=None)
    publish_roster(theirs, by=None)

    with pytest.raises(AlreadyOnDuty, match=f"{person}.*lundi 7.*{there}"):
        publish_roster(mine, by=None)
    mine.refresh_from_db()
    assert mine.state == Roster.State.DRAFT


def test_a_change_after_publication_is_a_new_version_told_to_who_gains_or_loses(
    line, sector, role, emile
):
    one, two, third = (member(line, role, user=UserFactory()) for _ in range(3))
    roster = draft(line)
    shift = assign(slots_of(roster)[0], role=role, person=one, by=emile)
    assign(slots_of(roster)[5], role=role, person=third, by=emile)
    first = publish_roster(roster, by=emile)

    reassign(shift, person=two, by=emile, motive="congé")

    second = roster.versions.get(number=2)
    assert first.content_hash != second.content_hash
    (pair,) = second.diff["changed"]
    assert (pair["before"]["name"], pair["after"]["name"]) == (str(one), str(two))
    told = Notification.objects.filter(publication__notice="duties_changed")
    assert {message.user for message in told} == {one.user, two.user}
    with pytest.raises(NothingChanged):
        correct_roster(roster, by=emile, motive="rien")


def test_a_withdrawn_shift_is_kept_once_published_and_erased_from_a_draft(line, sector, role):
    roster = draft(line)
    slots = slots_of(roster)
    erased = assign(slots[0], role=role, person=member(line, role), by=None)
    withdraw(erased, by=None, motive="")
    kept = assign(slots[0], role=role, person=member(line, role), by=None)
    assign(slots[3], role=role, person=member(line, role), by=None)
    publish_roster(roster, by=None)

    withdraw(kept, by=None, motive="malade")

    assert not Shift.objects.filter(pk=erased.pk).exists()
    kept.refresh_from_db()
    assert (kept.status, kept.holds, kept.sequence) == ("cancelled", False, 1)
    assert len(roster.versions.get(number=2).content) == 1


# --- The rules of who may hold what ---------------------------------------------------------
def refused(words, slot, role, person, **more):
    with pytest.raises(RuleBroken, match=words):
        assign(slot, role=role, person=person, by=None, **more)


def test_the_rule_that_stands_in_the_way_is_named(line, sector, role):
    slot = next(slot for slot in slots_of(draft(line)) if slot.slot_class == "evening")
    refused("n’est pas inscrit", slot, role, PersonFactory())
    refused("ne tient pas le rôle", slot, role, MemberFactory(line=line).person)
    elsewhere = member(line, role)
    elsewhere.memberships.get().sectors.add(SectorFactory(line=line))
    refused("ne sert pas le secteur", slot, role, elsewhere)
    away = member(line, role)
    note_absence(away, period=evening(slot.local_day, 12, 21), by=None, private_reason="secret")
    refused("est absent", slot, role, away)
    gone = member(line, role)
    end_member(gone.memberships.get(), on=slot.local_day, by=None)
    refused("n’est pas inscrit", slot, role, gone)


def test_a_cap_may_be_forced_only_where_the_rule_allows_it(line, sector, role):
    fields = {"label": "Heures", "value": 6, "unit": "hours", "validity": ALWAYS, "legal_ref": "x"}
    RuleParameter.objects.create(code="cap.hours_7_days", severity="force", **fields)
    roster, person = draft(line), member(line, role)
    first, second = slots_of(roster)[1], slots_of(roster)[3]
    assign(first, role=role, person=person, by=None)
    publish_roster(roster, by=None)

    refused("8 h sur 7 jours glissants", second, role, person)
    shift = assign(second, role=role, person=person, by=None, forced_reason="personne d’autre")
    assert shift.forced_reason == "personne d’autre"

    RuleParameter.objects.create(
        code="cap.hours_7_days", severity="block", regime=Regime.LIBERAL, **fields
    )
    refused("8 h|12 h", slots_of(roster)[5], role, person, forced_reason="personne d’autre")


# --- Coverage -------------------------------------------------------------------------------
def test_coverage_is_measured_against_the_need_that_was_declared(
    line, sector, role, django_assert_num_queries
):
    roster = draft(line)
    RequirementFactory(sector=sector, slot_class=SlotClass.EVENING)
    RequirementFactory(
        sector=sector, slot_class=SlotClass.DEEP_NIGHT, is_uncovered=True,
        minimum=0, target=0, maximum=0, reference="arrêté",
    )  # fmt: skip
    evenings = [slot for slot in slots_of(roster) if slot.slot_class == "evening"]
    for slot in evenings[:-1]:
        assign(slot, role=role, person=member(line, role), by=None)

    with django_assert_num_queries(3):
        found = coverage_of_roster(roster)[sector.pk]

    assert [gap.slot for gap in found.gaps] == [evenings[-1].pk]
    assert round(found.share.percent, 1) == round(600 / 7, 1)
    assert found.undefined == 0
