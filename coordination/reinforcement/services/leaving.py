"""Leaving the registry: what is erased at once, and what stays as a count."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import Func, UUIDField
from django.utils import timezone

from coordination.notifications.models import Notification, Preference
from coordination.reinforcement.models import Assignment, Seat, Trust, Volunteer
from coordination.reinforcement.refusals import ComingMission
from coordination.reinforcement.services.withdrawal import cancel_by_volunteer
from portal.accounts.models import Grant, Role, User
from portal.accounts.services import end_sessions
from portal.audit.services import record
from portal.territories.models import Territory

LEFT = "la personne a quitté le registre"
SAID_YES = (Assignment.State.ACCEPTED, Assignment.State.STANDBY, Assignment.State.OFFERED)


@transaction.atomic
def withdraw(volunteer: Volunteer, *, by: User | None) -> None:
    """The person is out of the registry and what named them is erased; counts stay.

    Kept: the trade, the department, dates and states of asks and missions, without name.
    `by` is nobody when the clock does it. Raises ComingMission while a place is held.
    """
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    held = Seat.objects.filter(volunteer=volunteer, holds=True)
    if held.filter(period__endswith__gt=timezone.now()).exists():
        raise ComingMission
    record(by, "volunteer.withdrawn", volunteer)
    _close_asks(volunteer)
    _erase_profile(volunteer)
    Grant.objects.filter(user=volunteer.user, role=Role.VOLUNTEER).delete()
    if not Grant.objects.filter(user=volunteer.user).exists() and not volunteer.user.is_staff:
        _erase_account(volunteer.user)


def _close_asks(volunteer: Volunteer) -> None:
    asks = Assignment.objects.filter(volunteer=volunteer)
    # Whoever counted on this person hears of it, and the next on the stand-by list is called.
    for ask in asks.filter(state__in=SAID_YES).order_by("pk"):
        cancel_by_volunteer(ask, by=volunteer.user, reason=LEFT)
    asks.filter(state__in=Assignment.PENDING).update(
        state=Assignment.State.CANCELLED, cancel_reason=LEFT, ended_at=timezone.now()
    )
    # Another key each: no link ever sent opens anything any more (portal.lib.links).
    fresh = Func(function="gen_random_uuid", output_field=UUIDField())
    asks.update(answer_note="", link_key=fresh)


def _erase_profile(volunteer: Volunteer) -> None:
    for rows in ("experiences", "availabilities", "patterns", "consents", "evidences"):
        getattr(volunteer, rows).all().delete()
    around = Territory.objects.containing([volunteer.commune_id] if volunteer.commune_id else [])
    Volunteer.objects.filter(pk=volunteer.pk).update(
        state=Volunteer.State.ANONYMISED,
        state_reason="",
        commune=around.filter(kind=Territory.Kind.DEPARTMENT).first(),
        latitude=None,
        longitude=None,
        speciality=None,
        status_year=None,
        rpps="",
        phone="",
        trust=Trust.DECLARED,
        confirmed_at=None,
        engaged_until=None,
        paused_until=None,
    )
    apps.get_model("reinforcement.VolunteerEvent").objects.filter(pgh_obj=volunteer).delete()
    volunteer.refresh_from_db()


def _erase_account(user: User) -> None:
    """Nobody signs in with this account any more, and nothing in it says whose it was."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    messages = Notification.objects.filter(user=user)
    messages.filter(state=Notification.State.QUEUED).update(
        state=Notification.State.CANCELLED, cancelled_at=timezone.now(), error=LEFT
    )
    messages.update(first_name="")
    Preference.objects.filter(user=user).delete()
    user.email = f"{user.uuid}@anonyme.invalid"
    user.first_name = user.last_name = ""
    user.is_active = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
