"""What people follow in the directory: one message, what is public, nothing lost nor doubled."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification, Publication
from coordination.upkeep.models import ChangeDigest, Follow, next_due
from coordination.upkeep.refusals import TooManyFollows
from coordination.upkeep.services.follows import Subject, follow, stop_following, tell_changes
from directory.models import Category, ContactPoint, Structure
from tests.directory.depth import ContactFactory
from tests.directory.test_last_changes import past
from tests.people import StructureFactory, TerritoryFactory, log_in
from tests.races import together

pytestmark = pytest.mark.django_db
PAGE = reverse("upkeep:follow_list")


def rename(structure, name):
    structure.name = name
    structure.save(update_fields=["name"])


def settled():
    """Everything followed is due, told until an hour ago; when what changed since is settled."""
    now = timezone.now()
    Follow.objects.update(next_due_at=now, told_until=now - timedelta(hours=1))
    return now + timedelta(hours=2)


def bodies():
    return [one.email_body for one in Publication.objects.filter(notice="directory_changed")]


def messages():
    return Notification.objects.filter(publication__notice="directory_changed")


def test_the_morning_of_paris_or_that_of_monday():
    friday = timezone.datetime.fromisoformat("2026-03-27T06:30:00+00:00")

    assert next_due("daily", friday).isoformat() == "2026-03-28T07:00:00+01:00"
    # The clocks change on that Sunday.
    assert next_due("weekly", friday).isoformat() == "2026-03-30T07:00:00+02:00"


def test_one_message_says_what_changed_of_a_place_of_a_kind_and_of_a_structure(
    ehpad, other_ehpad, fatou, aube, broker
):
    elsewhere = StructureFactory(commune=TerritoryFactory(code="51454", name="Reims"))
    follow(Subject(territory=aube), cadence="daily", by=fatou)
    follow(Subject(structure=elsewhere), cadence="daily", by=fatou)
    for one in (ehpad, elsewhere):
        rename(one, f"{one.name} neuf")
    Structure.objects.filter(pk=other_ehpad.pk).update(phone="")

    assert tell_changes(settled()) == 1

    (body,) = bodies()
    assert f"- {elsewhere} : nom" in body and "Tilleuls neuf : nom" in body
    digest = ChangeDigest.objects.get()
    assert digest.count == len(digest.structures) == 3
    assert {one.user for one in messages()} == {fatou}


def test_what_changed_again_since_the_window_is_told_of_what_was_before(ehpad, fatou, broker):
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    rename(ehpad, "Les Peupliers")
    now = timezone.now()
    Follow.objects.update(next_due_at=now, told_until=now - timedelta(days=1))
    # `changed_at` is now, within the minute that waits; the renaming was three hours ago.
    ehpad.events.update(pgh_created_at=now - timedelta(hours=3))

    assert tell_changes(now) == 1

    assert f"- {ehpad} : nom" in bodies()[0]


def test_nothing_changed_nothing_said_and_never_twice(ehpad, other_ehpad, fatou, aube, broker):
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    settled()
    assert tell_changes(timezone.now()) == 0
    rename(ehpad, "Les Peupliers")

    # The clock stopped for nine days.
    later = timezone.now() + timedelta(days=9)
    told = [tell_changes(later) for _ in range(2)]

    assert (told, len(bodies())) == ([1, 0], 1)
    assert Follow.objects.get().next_due_at > later
    assert tell_changes(later + timedelta(days=1)) == 0


def test_a_change_that_may_still_be_under_way_waits_for_the_next_message(ehpad, fatou, broker):
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    rename(ehpad, "Les Peupliers")
    settled()

    assert tell_changes(timezone.now()) == 0
    assert tell_changes(settled()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_writing_that_ends_after_the_digest_is_told_by_the_next_one(
    ehpad, other_ehpad, fatou, broker
):
    for one in (ehpad, other_ehpad):
        follow(Subject(structure=one), cadence="daily", by=fatou)
    begun, over = Event(), Event()

    def write_for_long():
        with transaction.atomic():
            rename(ehpad, "Les Peupliers")
            begun.set()
            over.wait(60)

    def tell_meanwhile():
        begun.wait(60)
        rename(other_ehpad, "Les Tilleuls neufs")
        told = tell_changes(settled())
        over.set()
        return told

    _, told = together(write_for_long, tell_meanwhile)
    # Days after, whatever the length of that writing.
    later = timezone.now() + timedelta(days=3)
    again = [tell_changes(later) for _ in range(2)]

    assert (told, again) == (0, [1, 0])
    assert all(name in bodies()[0] for name in ("Les Peupliers", "Les Tilleuls neufs"))


@pytest.mark.django_db(transaction=True)
def test_two_processes_tell_each_person_once(ehpad, fatou, bob, broker):
    for person in (fatou, bob):
        follow(Subject(structure=ehpad), cadence="daily", by=person)
        for kind in Category.objects.all():
            follow(Subject(category=kind), cadence="daily", by=person)
    now = settled()
    # Whoever tells is under way too: what changed before them is told all the same.
    with transaction.atomic():
        past(ehpad)
    Follow.objects.update(told_until="2019-03-16T12:00:00Z")

    told = together(*[lambda: tell_changes(now)] * 4, threads=4)

    assert sum(told) == 2
    assert {one.user for one in messages()} == {fatou, bob}
    assert messages().filter(channel="email").count() == 2


def test_a_protected_line_is_never_said(ehpad, fatou, broker, client):
    line = ContactFactory(structure=ehpad, audience="crisis", value="+33325000009")
    ContactFactory(structure=ehpad, value="+33325000001")
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    ContactPoint.objects.filter(pk=line.pk).update(value="+33325000010")
    rename(ehpad, "Les Peupliers")

    tell_changes(settled())

    page = log_in(client, fatou).get(
        reverse("upkeep:digest_detail", args=[ChangeDigest.objects.get().uuid])
    )
    for text in (*bodies(), page.text):
        assert "0009" not in text and "0010" not in text and "00 10" not in text
    assert "Les Peupliers" in page.text and "ajouté : +33325000001" in page.text


def test_a_structure_that_was_merged_is_followed_in_the_one_that_was_kept(
    ehpad, other_ehpad, fatou, broker
):
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    Structure.objects.filter(pk=ehpad.pk).update(merged_into=other_ehpad)
    rename(other_ehpad, "Le survivant")

    tell_changes(settled())

    assert "Le survivant" in bodies()[0]


def test_a_person_follows_from_the_page_changes_the_pace_and_stops(
    client, fatou, charlie, ehpad, aube
):
    log_in(client, fatou)
    proposed = client.get(PAGE, {"structure": ehpad.uuid})
    assert str(ehpad) in proposed.text and Follow.objects.count() == 0

    for cadence in ("daily", "weekly"):
        client.post(PAGE, {"structure": ehpad.uuid, "cadence": cadence})
    client.post(PAGE, {"territoire": aube.pk, "cadence": "daily"})

    assert [str(one) for one in Follow.objects.order_by("pk")] == [str(ehpad), str(aube)]
    mine = Follow.objects.get(structure=ehpad)
    assert mine.cadence == "weekly"
    end = reverse("upkeep:follow_end", args=[mine.uuid])
    assert client.get(end).status_code == 405
    assert log_in(client, charlie).post(end).status_code == 404
    log_in(client, fatou).post(end)
    assert not Follow.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize(
    "typed",
    [
        {}, {"structure": "x", "cadence": "daily"}, {"territoire": "9" * 30, "cadence": "daily"},
        {"categorie": "\x00", "cadence": "daily"}, {"territoire": "1", "cadence": "horaire"},
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_said(client, fatou, typed):
    page = log_in(client, fatou).post(PAGE, typed)

    assert page.status_code == 200 and page.context["form"].errors
    assert "fr-alert--error" in page.text
    assert Follow.objects.count() == 0
    assert client.get(PAGE, typed).status_code == 200


def test_thirty_are_enough(fatou, troyes):
    kinds = [Category.objects.create(code=f"z{rank}", label=f"Z{rank}") for rank in range(31)]
    for one in kinds[:30]:
        follow(Subject(category=one), cadence="daily", by=fatou)

    with pytest.raises(TooManyFollows):
        follow(Subject(category=kinds[30]), cadence="daily", by=fatou)
    stop_following(Follow.objects.first(), by=fatou)
    follow(Subject(category=kinds[30]), cadence="daily", by=fatou)
    assert Follow.objects.count() == 30


def test_a_digest_costs_the_same_with_one_structure_and_with_five(
    client, fatou, ehpad, troyes, broker
):
    log_in(client, fatou)

    def statements(structures):
        now = timezone.now()
        ids = [one.pk for one in structures]
        digest = ChangeDigest.objects.create(
            user=fatou, since=now - timedelta(hours=1), until=now, structures=ids, count=len(ids)
        )
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("upkeep:digest_detail", args=[digest.uuid]))
        return len(captured)

    others = [StructureFactory(commune=troyes) for _ in range(4)]
    for one in (ehpad, *others):
        ContactFactory(structure=one)
        rename(one, "Autre nom")
    statements([ehpad])

    assert statements([ehpad]) == statements([ehpad, *others])


def test_a_long_digest_says_how_many_more_and_leads_to_all_of_them(
    client, fatou, troyes, aube, broker
):
    follow(Subject(territory=aube), cadence="daily", by=fatou)
    made = [StructureFactory(commune=troyes, name=f"MAISON {n:03}") for n in range(65)]

    tell_changes(settled())

    digest = ChangeDigest.objects.get()
    page = reverse("upkeep:digest_detail", args=[digest.uuid])
    log_in(client, fatou)
    seen, after = [], ""
    while True:
        answer = client.get(page, {"apres": after})
        seen += [one.structure.pk for one in answer.context["pages"]]
        after = answer.context["page"].next
        if not after:
            break
    assert digest.count == len(seen) == len(set(seen))
    assert set(seen) >= {one.pk for one in made}
    first = client.get(page).text
    assert f"{digest.count - 30} autres suivent" in first
    assert f"et {digest.count - 10} autres fiches" in bodies()[0]
