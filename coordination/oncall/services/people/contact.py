"""A contact is verified by a code, or by ear; it is disabled, and read by whom it should be."""

from datetime import timedelta
from hmac import compare_digest

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import ContactCheck, ContactMethod
from coordination.oncall.notices import ContactCode
from coordination.oncall.refusals.settings import (
    CodeUsedUp,
    ContactDisabled,
    NoCodeAwaited,
    NotVerifiable,
    TooManyCodes,
    WrongCode,
)
from coordination.oncall.selectors.people.contact_code import code_of
from portal.accounts.models import User
from portal.audit.services import record

LIFETIME = timedelta(minutes=15)
MOST_TRIES = 5
MOST_CODES_AN_HOUR = 5
State, Kind = ContactMethod.State, ContactMethod.Kind


@transaction.atomic
def send_code(contact: ContactMethod, *, by: User) -> ContactCheck:
    """A code leaves for that number or address; the former one is worth nothing any more.

    Raises ContactDisabled, NotVerifiable for a landline, TooManyCodes.
    """
    locked = ContactMethod.objects.select_for_update().get(pk=contact.pk)
    if locked.state == State.DISABLED:
        raise ContactDisabled
    if locked.kind == Kind.LANDLINE:
        raise NotVerifiable
    now = timezone.now()
    lately = locked.checks.filter(asked_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_CODES_AN_HOUR:
        raise TooManyCodes(most=MOST_CODES_AN_HOUR)
    locked.checks.filter(closed_at__isnull=True).update(closed_at=now)
    check = ContactCheck.objects.create(contact=locked, asked_by=by, expires_at=now + LIFETIME)
    record(by, "contact.code_sent", locked, kind=locked.kind)
    notify(ContactCode, check)
    return check


def verify_contact(contact: ContactMethod, code: str, *, by: User) -> None:
    """The contact is verified: whoever answers there has read the code.

    Each try counts, refused or not. Raises NoCodeAwaited, WrongCode, CodeUsedUp.
    """
    with transaction.atomic():
        tried = _try(contact, code, by)
    if tried is None:
        raise NoCodeAwaited(minutes=int(LIFETIME.total_seconds() // 60))
    is_right, tries = tried
    if not is_right and tries >= MOST_TRIES:
        raise CodeUsedUp
    if not is_right:
        raise WrongCode(left=MOST_TRIES - tries)


@transaction.atomic
def vouch_contact(contact: ContactMethod, *, by: User) -> None:
    """The coordination has called and heard the person: the contact is verified, by them.

    Raises ContactDisabled.
    """
    known = ContactMethod.objects.filter(pk=contact.pk).exclude(state=State.DISABLED)
    if known.update(state=State.VERIFIED, verified_at=timezone.now()) != 1:
        raise ContactDisabled
    record(by, "contact.heard", contact)


@transaction.atomic
def disable_contact(contact: ContactMethod, *, by: User) -> None:
    """Nobody is called there any more; the destination may become somebody else's."""
    ContactMethod.objects.filter(pk=contact.pk).update(state=State.DISABLED)
    contact.checks.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    record(by, "contact.disabled", contact)


@transaction.atomic
def open_contact_to(contact: ContactMethod, audience: str, *, by: User) -> None:
    """From now on that contact is read by this audience."""
    ContactMethod.objects.filter(pk=contact.pk).update(audience=audience)
    record(by, "contact.audience", contact, audience=audience)


def _try(contact: ContactMethod, code: str, by: User) -> tuple[bool, int] | None:
    """Whether the code is right, and how many tries it has had; None when none is awaited."""
    now = timezone.now()
    awaited = ContactCheck.objects.select_for_update().filter(
        contact=contact, closed_at__isnull=True, expires_at__gt=now, tries__lt=MOST_TRIES
    )
    check = awaited.first()
    if check is None:
        return None
    is_right = compare_digest(code_of(check), code)
    ContactCheck.objects.filter(pk=check.pk).update(
        tries=F("tries") + 1, closed_at=now if is_right else None
    )
    if is_right:
        ContactMethod.objects.filter(pk=contact.pk).exclude(state=State.DISABLED).update(
            state=State.VERIFIED, verified_at=now, last_success_at=now
        )
        record(by, "contact.verified", contact)
    return is_right, check.tries + 1
