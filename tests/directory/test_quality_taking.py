"""Who sees to a signal: one person at a time, who gives it back or is relieved after a week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Signal
from directory.refusals import NotHeld, SignalSettled, SignalTaken
from directory.services.quality.acts import drop_signal
from directory.services.quality.taking import give_back, take_signal
from portal.audit.models import Entry
from tests.people import StructureFactory
from tests.races import together

pytestmark = pytest.mark.django_db
LIST = reverse("directory:signal_list")


@pytest.fixture
def signal(ehpad):
    return Signal.objects.create(
        structure=ehpad, rule="bad_address", field="street", raised_at=timezone.now()
    )


def taken_ago(signal, by, **ago):
    """`by` has had it for so long."""
    since = timezone.now() - timedelta(**ago)
    Signal.objects.filter(pk=signal.pk).update(taken_by=by, taken_at=since)
    signal.refresh_from_db()


def test_a_signal_is_taken_then_given_back_and_the_journal_says_so(signal, alice, bob):
    take_signal(signal, by=alice)

    signal.refresh_from_db()
    assert signal.taken_by == alice
    with pytest.raises(NotHeld):
        give_back(signal, by=bob)
    give_back(signal, by=alice)

    signal.refresh_from_db()
    assert (signal.taken_by, signal.taken_at) == (None, None)
    acts = Entry.objects.filter(action__startswith="signal.").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["signal.taken", "signal.given_back"]


def test_another_waits_for_a_week_without_news_then_takes_over(signal, alice, bob):
    taken_ago(signal, alice, days=6)
    with pytest.raises(SignalTaken, match=str(alice)):
        take_signal(signal, by=bob)

    taken_ago(signal, alice, days=8)
    take_signal(signal, by=bob)

    signal.refresh_from_db()
    assert signal.taken_by == bob
    assert Entry.objects.get(action="signal.taken").detail["over"] == str(alice)


def test_a_settled_signal_is_nobody_s_to_take(signal, alice):
    drop_signal(signal, by=alice, reason="lieu-dit")

    with pytest.raises(SignalSettled):
        take_signal(signal, by=alice)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_once_one_has_it_and_the_other_is_told_who(signal, alice, bob):
    answers = together(lambda: take_signal(signal, by=alice), lambda: take_signal(signal, by=bob))

    assert {type(one) for one in answers} == {type(None), SignalTaken}
    assert Entry.objects.filter(action="signal.taken").count() == 1
    signal.refresh_from_db()
    assert str(signal.taken_by) in str(next(one for one in answers if one))


@pytest.mark.parametrize(
    ("days", "shown"), [(None, "Je m’en occupe"), (1, "s’en occupe"), (8, "Prendre le relais")]
)
def test_the_page_offers_what_can_be_done(client, alice, bob, signal, days, shown):
    if days:
        taken_ago(signal, bob, days=days)
    client.force_login(alice)

    page = client.get(signal.get_absolute_url())

    assert shown in page.text
    act = reverse("directory:signal_act", args=[signal.pk, "suivre"])
    assert (act in page.text) == (days != 1)
    client.post(act)
    signal.refresh_from_db()
    assert (signal.taken_by == alice) == (days != 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("qui=moi", {"mine"}), ("qui=personne", {"old", "new"}), ("age=30", {"old"}),
        ("age=30&qui=moi", set()), ("qui=x&age=1", {"mine", "old", "new", "theirs"}),
    ],
)  # fmt: skip
def test_the_queue_is_narrowed_by_holder_and_age(client, alice, bob, troyes, query, expected):
    now = timezone.now()
    told = {
        "mine": (alice, 1), "theirs": (bob, 1), "old": (None, 31), "new": (None, 1),
    }  # fmt: skip
    for name, (holder, days) in told.items():
        Signal.objects.create(
            structure=StructureFactory(commune=troyes), rule="bad_address", field=name,
            raised_at=now - timedelta(days=days), taken_by=holder, taken_at=holder and now,
        )  # fmt: skip
    client.force_login(alice)

    page = client.get(f"{LIST}?{query}")

    assert {one.field for one in page.context["page"]} == expected
