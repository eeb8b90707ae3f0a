"""Leaving the registry: what is erased at once, and what stays as a count."""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from coordination.notifications.models import Preference
from coordination.reinforcement.models import Assignment, Seat, Trust, Volunteer
from coordination.reinforcement.refusals import ComingMission
from coordination.reinforcement.services.withdrawal import cancel_by_volunteer
from portal.accounts.models import Grant, Role, User
from portal.audit.services import record
from portal.territories.models import Territory

LEFT = "la personne a quitté le registre"
SAID_YES = (Assignment.State.ACCEPTED, Assignment.State.STANDBY, Assignment.State.OFFERED)


@transaction.atomic
def withdraw(volunteer: Volunteer, *, by: User) -> None:
    """The person is out of the registry and what named them is erased; counts stay.

    Kept: the trade, the department, dates and states of asks and missions, without name.
    Raises ComingMission while a place is held.
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
    asks.update(answer_note="")


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
    Preference.objects.filter(user=user).delete()
    user.email = f"{user.uuid}@anonyme.invalid"
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
