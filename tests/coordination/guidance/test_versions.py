"""Rule 16: one version in force per number; a new one tells those who had read the old."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from coordination.crisis.refusals.log import PatientDoubt
from coordination.guidance.models import Acknowledgment, Addressee, Recommendation, Version
from coordination.guidance.refusals import (
    LineEmpty,
    NobodyConcerned,
    NotInForce,
    NotWriter,
    OwnVersion,
    PatientNumber,
    PlaceElsewhere,
    ReasonMissing,
    ReviewTooEarly,
    VersionMoved,
    VersionOpen,
)
from coordination.guidance.selectors.audience import audience_of
from coordination.guidance.services.publishing import publish_version, repeal_version
from coordination.guidance.services.reading import acknowledge
from coordination.guidance.services.writing import (
    edit_version,
    send_back_version,
    submit_version,
)
from coordination.notifications.models import Notification
from portal.audit.models import Entry
from tests.coordination.guidance.guidance_world import another, drafted, in_force, published, words
from tests.people import GrantFactory, UserFactory
from tests.races import together

State = Version.State


def told(notice):
    rows = Notification.objects.filter(publication__notice=notice, channel="inbox")
    return {one.user for one in rows.select_related("user")}


@pytest.mark.django_db
def test_a_new_version_tells_exactly_those_who_had_read_the_old_and_asks_them_again(
    aube, alice, bob, helene
):
    passer_by = GrantFactory(role="cpts_member", territory=aube).user
    first = in_force(aube, by=alice)
    acknowledge(first, by=bob)
    acknowledge(first, by=passer_by)

    second = published(another(first, by=alice, changes="Masque FFP2 au chevet"), by=alice)

    first.refresh_from_db()
    assert (first.state, second.state, second.replaces) == (State.REPLACED, State.IN_FORCE, first)
    assert told("recommendation_replaced") == {bob, passer_by}
    assert {one.user for one in second.addressees.all()} == {bob, helene, passer_by}
    assert not Acknowledgment.objects.filter(version=second).exists()
    asked = Version.objects.told_to(bob)
    assert list(asked) == [second]
    late = Notification.objects.filter(publication__notice="recommendation_published", user=helene)
    assert late.filter(publication__subject_id=str(second.pk)).exists()
    assert not late.filter(publication__subject_id=str(first.pk), state="queued").exists()
    assert second.recommendation.number == "REC-10-001"
    with pytest.raises(NotInForce, match="remplacée"):
        acknowledge(first, by=helene)


@pytest.mark.django_db
def test_a_repeal_gives_its_reason_to_those_who_had_read(aube, alice, bob, helene):
    version = in_force(aube, by=alice)
    acknowledge(version, by=bob)

    with pytest.raises(ReasonMissing):
        repeal_version(version, reason=" ", by=alice)
    with pytest.raises(PatientNumber):
        repeal_version(version, reason="cas 1 85 05 10 387 001", by=alice)
    repeal_version(version, reason="L’avis national est retiré", by=alice)
    with pytest.raises(NotInForce, match="abrogée"):
        repeal_version(version, reason="encore", by=alice)

    assert told("recommendation_repealed") == {bob}
    message = Notification.objects.filter(publication__notice="recommendation_repealed").first()
    assert "L’avis national est retiré" in message.publication.email_body
    assert not Addressee.objects.filter(next_due_at__isnull=False).exists()


@pytest.mark.django_db
def test_what_is_written_is_checked_and_only_the_ars_of_the_place_writes(
    aube, marne, alice, bob, dora
):
    version = drafted(aube, by=alice)
    today = timezone.localdate()

    for wrong, refusal in (
        ({"changes": " "}, LineEmpty),
        ({"changes": "Mme Durand, 84 ans, isolée"}, PatientDoubt),
        ({"actors": "1 85 05 10 387 001"}, PatientNumber),
        ({"review_by": today}, ReviewTooEarly),
        ({"place": marne}, PlaceElsewhere),
    ):
        with pytest.raises(refusal):
            edit_version(version, words(**{"place": aube} | wrong), by=alice)
    for stranger in (bob, dora):
        with pytest.raises(NotWriter):
            drafted(aube, by=stranger)
    with pytest.raises(VersionOpen):
        another(version, by=alice)
    nobody = words(aube, changes="Mme Durand, 84 ans", roles=("coordinator",))
    edit_version(version, nobody, by=alice, confirmed=True)
    submit_version(version, by=alice)
    with pytest.raises(VersionMoved):
        edit_version(version, words(aube), by=alice)
    with pytest.raises(NobodyConcerned):
        publish_version(version, by=alice)
    send_back_version(version, by=alice)

    version.refresh_from_db()
    assert (version.state, version.changes) == (State.DRAFT, "Mme Durand, 84 ans")
    assert Recommendation.objects.count() == 1


@pytest.mark.django_db
def test_the_author_does_not_validate_alone_while_somebody_else_may(aube, alice, bob):
    version = drafted(aube, by=alice)
    submit_version(version, by=alice)
    colleague = GrantFactory(territory=aube, user=UserFactory(last_name="Relectrice")).user

    with pytest.raises(OwnVersion, match="Relectrice"):
        publish_version(version, by=alice)
    publish_version(version, by=colleague)

    version.refresh_from_db()
    assert (version.author, version.validator) == (alice, colleague)
    assert Entry.objects.filter(action="recommendation.published", actor=colleague).exists()


@pytest.mark.django_db
def test_the_audience_is_read_before_and_frozen_with_its_reasons(
    aube, marne, troyes, alice, bob, charlie, emile, other_ehpad, helene
):
    GrantFactory(role="coordinator", territory=marne)
    asked = {"roles": ("coordinator",), "categories": ("500",), "professions": ("60",)}
    version = drafted(aube, by=alice, **asked)
    submit_version(version, by=alice)
    seen = {one.user: one.reason for one in audience_of(version)}

    count = publish_version(version, by=alice)
    bob.grants.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on="2020-01-01")

    rows = {one.user_id: one for one in version.addressees.all()}
    assert set(seen) == {bob.pk, helene.pk, charlie.pk, emile.pk} == set(rows)
    assert count == 4 and rows[bob.pk].reason == "responsable de EHPAD des Tilleuls"
    assert rows[charlie.pk].reason == "Infirmier, volontaire, Troyes"
    assert rows[charlie.pk].profession_id == "60" and rows[bob.pk].structure_id


@pytest.mark.django_db
def test_the_database_keeps_one_version_in_force_fixed_and_readings_for_good(
    aube, alice, bob, helene
):
    version = in_force(aube, by=alice)
    acknowledge(version, by=bob)
    drafted_next = another(version, by=alice)
    rows = Version.objects.filter(pk=version.pk)
    readings = Acknowledgment.objects.filter(version=version)
    known = Recommendation.objects.filter(pk=version.recommendation_id)
    told_of = Addressee.objects.filter(version=version)
    forbidden = [
        lambda: rows.update(changes="Autre chose"), lambda: rows.update(state="draft"),
        lambda: rows._raw_delete("default"), lambda: readings.update(user=alice),
        lambda: readings._raw_delete("default"), lambda: known.update(number="REC-10-009"),
        lambda: known.update(title="Autre"), lambda: told_of.update(reason="autre"),
        lambda: told_of._raw_delete("default"),
        *(lambda table=one: _empty(table) for one in ("acknowledgment", "version", "addressee")),
    ]  # fmt: skip

    for act in forbidden:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="version_one_in_force"), transaction.atomic():
        Version.objects.filter(pk=drafted_next.pk).update(
            state="in_force", published_at=timezone.now(), validator=alice
        )

    assert readings.get().user == bob


def _empty(table):
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE guidance_{table} CASCADE")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins_and_two_readings_make_one_row(
    aube, alice, bob, helene
):
    other = GrantFactory(territory=aube).user
    third = GrantFactory(territory=aube).user
    version = drafted(aube, by=third)
    submit_version(version, by=third)

    said = together(
        lambda: publish_version(version, by=alice), lambda: publish_version(version, by=other)
    )
    read = together(*[lambda: acknowledge(version, by=bob)] * 3)

    assert sorted(type(one).__name__ for one in said) == ["VersionMoved", "int"]
    assert Addressee.objects.count() == 2
    assert sorted(read) == [False, False, True]
    assert Acknowledgment.objects.count() == 1
