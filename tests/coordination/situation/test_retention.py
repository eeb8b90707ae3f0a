"""What is no longer kept goes, counted, once, after those concerned were told."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from coordination.notifications.models import Heartbeat, Notification, Publication
from coordination.reinforcement.models import Assignment, Volunteer
from coordination.situation.services import apply_retention, retention_due
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.services import record
from portal.lib.links import token_for
from tests.people import AssignmentFactory, NeedFactory, UserFactory, VolunteerFactory

pytestmark = pytest.mark.django_db


def at(**ago):
    """The clock, so long ago; `at(days=-40)` is later."""
    return time_machine.travel(timezone.now() - timedelta(**ago), tick=False)


@pytest.fixture
def quiet(troyes):
    """A volunteer who registered 24 months ago and never came back."""
    with at(days=731):
        return VolunteerFactory(commune=troyes, user__first_name="Camille")


def test_who_is_quiet_for_two_years_is_told_then_erased_a_month_later(quiet) -> None:
    assert apply_retention()["files_warned"] == 1
    assert Notification.objects.filter(user=quiet.user, channel="email").count() == 1
    with at(days=-29):
        assert apply_retention()["files_erased"] == 0
    with at(days=-31):
        assert apply_retention()["files_erased"] == 1

    quiet.refresh_from_db()
    assert (quiet.state, quiet.phone) == (Volunteer.State.ANONYMISED, "")
    quiet.user.refresh_from_db()
    assert (quiet.user.first_name, quiet.user.is_active) == ("", False)
    assert Entry.objects.get(action="volunteer.withdrawn").actor is None


def test_who_was_never_told_is_never_erased(quiet) -> None:
    with at(days=-300):
        assert retention_due()["files_erased"] == 0


def test_one_gesture_from_the_message_keeps_the_file(client, quiet) -> None:
    apply_retention()
    with at(days=-10):
        client.post(f"/renforts/volontaire/confirmer/{token_for(quiet.uuid)}/")
    with at(days=-60):
        assert apply_retention()["files_erased"] == 0


@pytest.mark.parametrize("sign", ["login", "answer"])
def test_signing_in_or_answering_is_activity(quiet, sign) -> None:
    recently = timezone.now() - timedelta(days=30)
    if sign == "login":
        User.objects.filter(pk=quiet.user_id).update(last_login=recently)
    else:
        AssignmentFactory(volunteer=quiet, state=Assignment.State.REFUSED, answered_at=recently)

    assert retention_due()["files_warned"] == 0


def test_the_words_of_an_answer_go_a_year_after_the_need(ehpad) -> None:
    over = NeedFactory(
        structure=ehpad, state="closed", ended_at=timezone.now() - timedelta(days=366)
    )
    late = NeedFactory(structure=ehpad, state="closed", ended_at=timezone.now() - timedelta(days=9))
    for need in (over, late):
        AssignmentFactory(need=need, answer_note="J’arriverai à 9 h.")

    assert apply_retention()["notes_erased"] == 1

    kept = Assignment.objects.exclude(answer_note="")
    assert [one.need for one in kept] == [late]


def test_it_is_told_once_and_the_hour_is_played_once(quiet) -> None:
    assert apply_retention()["files_warned"] == 1
    assert apply_retention() == {}
    with at(hours=-2):
        assert apply_retention()["files_warned"] == 0
    assert Publication.objects.filter(notice="file_ends").count() == 1


def test_the_journal_loses_its_lines_after_a_year_and_only_so(alice) -> None:
    with at(days=366):
        record(alice, "contact.revealed", alice)
    kept = record(alice, "contact.revealed", alice)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Entry.objects.filter(pk=kept.pk).delete()

    assert apply_retention()["entries_purged"] == 1

    assert list(Entry.objects.filter(action="contact.revealed")) == [kept]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Entry.objects.filter(pk=kept.pk).delete()


def test_a_sign_up_that_nobody_confirmed_goes_after_two_days(alice) -> None:
    with at(hours=49):
        gone, confirmed = UserFactory(verified=False), UserFactory()
    with at(hours=47):
        recent = UserFactory(verified=False)

    assert apply_retention()["accounts_forgotten"] == 1

    left = set(User.objects.values_list("pk", flat=True))
    assert gone.pk not in left
    assert {confirmed.pk, recent.pk, alice.pk} <= left


def test_the_journal_and_a_row_say_what_went(quiet) -> None:
    done = apply_retention()

    assert Entry.objects.get(action="retention.applied").detail == done
    assert Heartbeat.objects.get(name="retention").detail == done


def test_a_dry_run_counts_and_changes_nothing(quiet) -> None:
    out = StringIO()

    call_command("retention", "--dry-run", stdout=out)

    assert "1  volontaires inactifs à prévenir" in out.getvalue()
    assert "rien n’a été effacé" in out.getvalue()
    assert not Publication.objects.exists()
    call_command("retention", stdout=(said := StringIO()))
    assert "1  volontaires inactifs à prévenir" in said.getvalue()
