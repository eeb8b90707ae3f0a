"""What volunteers say of themselves, step by step; complete enough, they enter the pool."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from coordination.notifications.models import Channel
from coordination.notifications.selectors import preference_of
from coordination.notifications.services import save_preference
from coordination.reinforcement.models import Consent, Experience, Volunteer
from coordination.reinforcement.refusals import RppsTaken, SpecialityElsewhere
from coordination.reinforcement.selectors.profile import gaps
from coordination.reinforcement.services.consent import in_force, set_consents
from coordination.reinforcement.services.verification import recheck
from coordination.reinforcement.services.week import spread_week
from directory.models import Profession, Speciality
from portal.accounts.models import Grant, Role, User
from portal.audit.services import record
from portal.territories.models import Territory

# Read aloud on the phone: neither 0 and O, nor 1 and I.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Practice(NamedTuple):
    """Months spent in a domain, and the year of last practice."""

    skill: str
    months: int
    last_year: int


@transaction.atomic
def start_profile(user: User) -> Volunteer:
    """The one file of `user`, begun now if there was none; a file once erased begins again."""
    volunteer, created = Volunteer.objects.get_or_create(
        user=user, defaults={"reference": f"V-{get_random_string(6, REFERENCE_ALPHABET)}"}
    )
    gone = Volunteer.objects.filter(pk=volunteer.pk, state=Volunteer.State.ANONYMISED)
    if gone.update(state=Volunteer.State.INCOMPLETE, state_reason="", commune=None) == 1:
        created = True
        volunteer.refresh_from_db()
    if created:
        record(user, "volunteer.started", volunteer)
    return volunteer


@transaction.atomic
def save_profession(
    volunteer: Volunteer,
    *,
    profession: Profession,
    status: str,
    speciality: Speciality | None = None,
    status_year: int | None = None,
    rpps: str = "",
    by: User,
) -> None:
    """The file holds this trade; what had been checked of another one is to check again.

    Raises SpecialityElsewhere, or RppsTaken when the number is another person's.
    """
    if speciality is not None and speciality.profession_id != profession.pk:
        raise SpecialityElsewhere
    before = (volunteer.profession_id, volunteer.rpps)
    volunteer.profession, volunteer.speciality = profession, speciality
    volunteer.status, volunteer.status_year, volunteer.rpps = status, status_year, rpps
    fields = ["profession", "speciality", "status", "status_year", "rpps"]
    try:
        with transaction.atomic():
            volunteer.save(update_fields=fields)
    except IntegrityError as error:
        if "volunteer_one_per_rpps" in str(error):
            raise RppsTaken from error
        raise
    record(by, "volunteer.profession_changed", volunteer, profession=profession.pk)
    if before != (profession.pk, rpps):
        recheck(volunteer, by=by)
    complete_if_ready(volunteer, by=by)


@transaction.atomic
def save_name(volunteer: Volunteer, *, first_name: str, last_name: str, by: User) -> None:
    """The account bears this name; a checked name that changes is to check again."""
    user = volunteer.user
    if (user.first_name, user.last_name) == (first_name, last_name):
        return
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    record(by, "volunteer.name_changed", volunteer)
    recheck(volunteer, by=by)


@transaction.atomic
def save_place(
    volunteer: Volunteer,
    *,
    commune: Territory,
    max_km: int,
    max_km_lodged: int,
    has_transport: bool,
    phone: str,
    by: User,
) -> None:
    """The file stands at the centre of `commune`; the person is a volunteer of that commune."""
    volunteer.commune = commune
    volunteer.latitude, volunteer.longitude = commune.latitude, commune.longitude
    volunteer.max_km, volunteer.max_km_lodged = max_km, max(max_km, max_km_lodged)
    volunteer.has_transport, volunteer.phone = has_transport, phone
    volunteer.save(
        update_fields=[
            *("commune", "latitude", "longitude", "max_km", "max_km_lodged"),
            *("has_transport", "phone"),
        ]
    )
    _grant_commune(volunteer, commune)
    _reach(volunteer)
    spread_week(volunteer)
    record(by, "volunteer.place_changed", volunteer, commune=commune.code)
    complete_if_ready(volunteer, by=by)


@transaction.atomic
def correct_file(
    volunteer: Volunteer,
    *,
    by: User,
    trade: dict[str, Any] | None = None,
    place: dict[str, Any] | None = None,
) -> None:
    """What save_profession and save_place would do, both or neither. Raises what they raise."""
    if trade:
        save_profession(volunteer, **trade, by=by)
    if place:
        save_place(volunteer, **place, by=by)


def _grant_commune(volunteer: Volunteer, commune: Territory) -> None:
    held = Grant.objects.filter(
        user=volunteer.user, role=Role.VOLUNTEER, state=Grant.State.APPROVED
    )
    held.exclude(territory=commune).update(state=Grant.State.REVOKED, reason="déménagement")
    Grant.objects.get_or_create(
        user=volunteer.user,
        role=Role.VOLUNTEER,
        territory=commune,
        state=Grant.State.APPROVED,
        defaults={"decided_at": timezone.now(), "reason": "inscription comme volontaire"},
    )


def _reach(volunteer: Volunteer) -> None:
    """Messages go where the person agreed: their phone, and the channels of the ledger."""
    preference = preference_of(volunteer.user)
    preference.phone = volunteer.phone
    agreed = set(in_force(volunteer).values_list("purpose", flat=True))
    if Consent.Purpose.REGISTRY in agreed:
        # The order is the person's own (their preferences page); a new channel comes last.
        wanted = [c for c in (Channel.EMAIL.value, Channel.SMS.value) if c in agreed]
        kept = [channel for channel in preference.channels if channel in wanted]
        kept += [channel for channel in wanted if channel not in kept]
        preference.channels = kept or [Channel.INBOX.value]
    if volunteer.commune is not None:
        preference.zone = volunteer.commune.timezone
    save_preference(preference)


@transaction.atomic
def save_experiences(volunteer: Volunteer, *, practices: Iterable[Practice], by: User) -> None:
    """The file holds these experiences and no other; the database repeats their domains."""
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    kept = {practice.skill: practice for practice in practices}
    Experience.objects.filter(volunteer=volunteer).delete()
    Experience.objects.bulk_create(
        Experience(volunteer=volunteer, **practice._asdict()) for practice in kept.values()
    )
    record(by, "volunteer.experiences_changed", volunteer, skills=sorted(kept))


@transaction.atomic
def save_channels(volunteer: Volunteer, *, agreed: set[str], weekly_limit: int, by: User) -> None:
    """The ledger and the weekly limit are those; asks already made this week stay counted."""
    set_consents(volunteer, agreed=agreed, by=by)
    volunteer.weekly_limit = weekly_limit
    volunteer.save(update_fields=["weekly_limit"])
    _reach(volunteer)
    complete_if_ready(volunteer, by=by)


@transaction.atomic
def complete_if_ready(volunteer: Volunteer, *, by: User | None) -> bool:
    """An incomplete file whose minimum is there becomes active. True when it just did."""
    if volunteer.state != Volunteer.State.INCOMPLETE or gaps(volunteer):
        return False
    waiting = Volunteer.objects.filter(pk=volunteer.pk, state=Volunteer.State.INCOMPLETE)
    if waiting.update(state=Volunteer.State.ACTIVE) != 1:
        return False
    volunteer.state = Volunteer.State.ACTIVE
    record(by, "volunteer.completed", volunteer)
    return True
