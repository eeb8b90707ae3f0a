"""A month said day by day, wishes, absences and limits, by the person or for them."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Absence, Availability, Wish
from coordination.oncall.refusals import PeriodReversed
from coordination.oncall.refusals.settings import WishClash
from coordination.oncall.selectors.people.availability_page import duty_day
from coordination.oncall.services.people.availability import say_days, say_wish
from tests.coordination.oncall.roster_world import LineFactory, MemberFactory, PersonFactory
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
YES, NO = Availability.State.AVAILABLE, Availability.State.UNAVAILABLE


@pytest.fixture
def member(aube):
    person = PersonFactory(user=UserFactory(), territory=aube)
    return MemberFactory(line=LineFactory(territory=aube, slug="pdsa"), person=person)


def said(member):
    rows = Availability.objects.filter(person=member.person).order_by("period")
    return [(row.period.lower, row.period.upper, row.state) for row in rows]


def test_a_night_belongs_to_the_day_on_which_it_begins(member):
    start, end = duty_day(member.line, date(2026, 3, 28))

    assert (start.isoformat(), end.isoformat()) == (
        "2026-03-28T07:00:00+00:00",
        "2026-03-29T06:00:00+00:00",
    )


def test_days_are_said_kept_together_and_said_again(member):
    first = date(2026, 12, 1)
    days = [first + timedelta(days=rank) for rank in range(4)]
    say_days(member.person, member.line, dict.fromkeys(days, YES), by=None)
    say_days(member.person, member.line, {days[1]: NO, days[2]: ""}, by=None)

    bounds = [duty_day(member.line, day) for day in days]
    assert said(member) == [
        (*bounds[0], YES),
        (*bounds[1], NO),
        (*bounds[3], YES),
    ]


def test_a_person_says_a_whole_month_and_the_unsaid_days_at_once(client, member):
    month = (timezone.localdate().replace(day=1) + timedelta(days=40)).replace(day=1)
    log_in(client, member.person.user)
    mine = client.get(reverse("oncall:my_availability"))["Location"]
    address = f"{mine}?ligne=pdsa&mois={month:%Y-%m}"
    page = unescape(client.get(address).content.decode())
    assert page.count("Pas encore dit") >= 28

    answer = client.post(address, {f"day_{month:%Y%m%d}": NO, "fill": YES})

    assert answer.status_code == 302
    assert [state for *_, state in said(member)] == [NO, YES]
    assert 'value="unavailable" id="id_day_' in client.get(address).content.decode()


def test_wishes_do_not_overlap_and_go_forward(member):
    day = date(2026, 12, 24)
    asked = {"kind": Wish.Kind.AVOIDS, "weight": 5, "by": None}
    say_wish(member.person, member.line, first=day, last=day, **asked)

    with pytest.raises(WishClash):
        say_wish(member.person, member.line, first=day, last=day, **asked)
    with pytest.raises(PeriodReversed):
        say_wish(member.person, member.line, first=day, last=date(2026, 12, 1), **asked)


def test_absences_wishes_and_limits_are_on_one_page(client, emile, member):
    page = reverse("oncall:person_wishes", args=[member.person.uuid])
    log_in(client, emile)
    day = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
    away = {
        "starts_at_0": day, "starts_at_1": "8h", "ends_at_0": day, "ends_at_1": "20h",
        "starts_at_day": day, "starts_at_hour": "8h", "ends_at_day": day, "ends_at_hour": "20h",
        "private_reason": "congé",
    }  # fmt: skip
    base = page.replace("souhaits/", "")
    client.post(f"{base}absences/", away)
    twice = client.post(f"{base}absences/", away)
    client.post(f"{page}ajouter/", {"kind": "wants", "first": day, "weight": "5"})
    client.post(f"{base}limites/", {"most_duties": "4", "most_weekends": "1"})

    shown = unescape(client.get(page).content.decode())
    assert "Une absence est déjà notée" in unescape(twice.content.decode())
    assert "congé" not in shown and "Souhaite" in shown
    member.refresh_from_db()
    assert (member.most_duties_a_month, member.most_weekends_a_month) == (4, 1)

    client.post(f"{base}absences/{Absence.objects.get().pk}/retirer/")
    client.post(f"{page}{Wish.objects.get().pk}/retirer/")
    assert (Absence.objects.count(), Wish.objects.count()) == (0, 0)
