"""Settings written by two people at the same instant: one stands, the other reads why not."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from coordination.oncall.models import (
    Availability,
    ContactCheck,
    Line,
    Member,
    Person,
    PointWeight,
    Recipient,
    Sector,
)
from coordination.oncall.refusals.settings import (
    AccountTaken,
    LineNameTaken,
    MemberListed,
    MergedAlready,
    NoCodeAwaited,
    PersonListed,
    RoleTaken,
    SectorEnds,
    SectorNameTaken,
    SectorServes,
)
from coordination.oncall.selectors.people.contact_code import code_of
from coordination.oncall.services.lines.line import add_member, open_sector, set_points
from coordination.oncall.services.lines.line_setup import (
    begin_line,
    free_code,
    keep_recipient,
    keep_role,
)
from coordination.oncall.services.lines.member import edit_person, person_of_account
from coordination.oncall.services.lines.merger import merge_communes
from coordination.oncall.services.lines.sector_end import end_sector
from coordination.oncall.services.lines.sectors import set_communes
from coordination.oncall.services.people.availability import say_days
from coordination.oncall.services.people.contact import send_code, verify_contact
from tests.coordination.oncall.roster_world import (
    ALWAYS,
    LineFactory,
    LineRoleFactory,
    PersonFactory,
    SectorFactory,
)
from tests.people import TerritoryFactory, UserFactory
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 7)


def kinds(found):
    return Counter(type(one) for one in found)


def test_a_line_opened_twice_at_once_is_one(db):
    place = TerritoryFactory(name="Aube")

    def begin():
        line = Line(name="Médecins de garde", kind=Line.Kind.PDSA, territory=place)
        return begin_line(line, roles=[], since=DAY, with_usual=False, by=None)

    found = together(begin, begin, begin)

    assert kinds(found) == {Line: 1, LineNameTaken: 2}
    assert "Aube a déjà une ligne « Médecins de garde »" in str(
        next(one for one in found if isinstance(one, LineNameTaken))
    )


def test_a_sector_and_a_role_opened_twice_at_once_are_one(db):
    line = LineFactory()

    def sector():
        return open_sector(line, name="Nord", code=free_code(line, "Nord"), by=None)

    def role():
        return keep_role(line.roles.model(line=line, label="Mobile", code="mobile"), by=None)

    assert kinds(together(sector, sector, sector)) == {Sector: 1, SectorNameTaken: 2}
    assert kinds(together(role, role, role))[RoleTaken] == 2
    assert (line.sectors.count(), line.roles.count()) == (1, 1)


def test_a_person_listed_twice_at_once_is_listed_once(db):
    line, user, role = LineFactory(), UserFactory(email="a@exemple.fr"), LineRoleFactory()
    person = PersonFactory()

    def join():
        member = Member(line=line, person=person, regime="liberal", membership=ALWAYS)
        return add_member(member, roles=[role], by=None)

    listed = together(*(partial(person_of_account, user.email, line=line, by=None) for _ in "ab"))
    joined = together(join, join)

    assert Person.objects.filter(user=user).count() == 1
    assert set(kinds(listed)) <= {Person, PersonListed}
    assert kinds(joined)[Member] == 1 and Member.objects.filter(person=person).count() == 1
    assert set(kinds(joined)) <= {Member, MemberListed}


def test_an_account_given_to_two_people_at_once_is_of_one(db):
    user, people = UserFactory(), [PersonFactory(), PersonFactory()]

    found = together(*(partial(edit_person, one, account=user.email, by=None) for one in people))

    assert Person.objects.filter(user=user).count() == 1
    assert sum(isinstance(one, PersonListed | AccountTaken) for one in found) == 1


def test_points_and_recipients_said_twice_at_once_stand_once(db):
    line = LineFactory()
    sent = {"kind": "council", "stage": "transmission", "name": "CDOM"}

    together(
        *(partial(set_points, line, {"evening": Decimal(n)}, since=DAY, by=None) for n in (1, 2))
    )
    together(*(partial(keep_recipient, Recipient(line=line, **sent), by=None) for _ in "ab"))

    assert PointWeight.objects.get(line=line).points in (Decimal(1), Decimal(2))
    assert Recipient.objects.filter(line=line).count() == 1


def test_two_tabs_that_save_the_same_days_leave_one_of_them_whole(db):
    line, person = LineFactory(), PersonFactory()
    days = [date(2026, 12, n) for n in range(1, 8)]
    states = [dict.fromkeys(days, "available"), dict.fromkeys(days, "unavailable")]

    found = together(*(partial(say_days, person, line, one, by=None) for one in states * 2))

    assert found == [None] * 4
    row = Availability.objects.get(person=person)
    assert row.state in ("available", "unavailable")


def test_a_code_is_used_once_and_one_alone_is_awaited(db):
    user, person = UserFactory(), PersonFactory()
    contact = person.contacts.first()

    together(*(partial(send_code, contact, by=user) for _ in range(3)))
    check = ContactCheck.objects.get(contact=contact, closed_at__isnull=True)
    tried = together(*(partial(verify_contact, contact, code_of(check), by=user) for _ in range(3)))

    assert kinds(tried) == {type(None): 1, NoCodeAwaited: 2}


def test_communes_merged_twice_at_once_merge_once_and_none_into_itself(db):
    north, south = TerritoryFactory(name="Nord"), TerritoryFactory(name="Sud")
    set_communes(SectorFactory(), [north.code, south.code], since=date(2026, 1, 1), by=None)

    found = together(
        partial(merge_communes, [north], into=south, on=DAY, by=None),
        partial(merge_communes, [south], into=north, on=DAY, by=None),
    )

    assert kinds(found) == {int: 1, MergedAlready: 1}


def test_two_sectors_that_end_by_giving_to_each_other_do_not_lose_a_commune(db):
    commune = TerritoryFactory()
    north = SectorFactory()
    south = SectorFactory(line=north.line)
    set_communes(north, [commune.code], since=date(2026, 1, 1), by=None)

    found = together(
        partial(end_sector, north, on=DAY, heir=south, by=None),
        partial(end_sector, south, on=DAY, by=None),
    )

    refusal = next(one for one in found if not isinstance(one, int))
    assert kinds(found)[int] == 1 and isinstance(refusal, SectorServes | SectorEnds)
    served = commune.oncall_sectors.get(validity__contains=DAY)
    assert Sector.objects.open(DAY).filter(pk=served.sector_id).exists()
