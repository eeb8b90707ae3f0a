"""Leaving the registry: what is erased at once, and what stays as a count."""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Seat, Trust, Volunteer
from coordination.reinforcement.refusals import ComingMission
from portal.accounts.models import Grant, Role, User
from portal.audit.services import record
from portal.territories.models import Territory

LEFT = "la personne a quitté le registre"


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
    now = timezone.now()
    waiting = (*Assignment.PENDING, Assignment.State.STANDBY, Assignment.State.OFFERED)
    asks = Assignment.objects.filter(volunteer=volunteer)
    asks.filter(state__in=waiting).update(
        state=Assignment.State.CANCELLED, cancel_reason=LEFT, ended_at=now
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
    user.email = f"{user.uuid}@anonyme.invalid"
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
