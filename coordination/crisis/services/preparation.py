"""In peacetime: the dates of plans, the contacts and their test calls, people found or listed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import ContactTest, CrisisPlan, FunctionalContact
from coordination.crisis.refusals.preparation import (
    ContactRetired,
    ContactUnreachable,
    PersonUnknown,
    PlanReversed,
)
from coordination.crisis.selectors.owners import Owner
from coordination.oncall.models import Person
from coordination.oncall.services.lines.line import list_person
from portal.accounts.models import User
from portal.audit.services import record


@dataclass(frozen=True)
class Dates:
    """When a plan was adopted, must be reviewed, was sent, and what proves it."""

    adopted_on: date
    review_on: date
    sent_ars_on: date | None = None
    sent_cpam_on: date | None = None
    proof: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody to be named: by the address of their account, else by name and number."""

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    mobile: str = ""


@transaction.atomic
def keep_plan(owner: Owner, kind: str, dates: Dates, *, by: User) -> CrisisPlan:
    """The plan of that kind of `owner` bears these dates. Raises PlanReversed."""
    if dates.review_on <= dates.adopted_on:
        raise PlanReversed
    plan, _ = CrisisPlan.objects.update_or_create(kind=kind, **owner.fields, defaults=vars(dates))
    record(by, "plan.kept", plan, kind=kind, review_on=dates.review_on.isoformat())
    return plan


@transaction.atomic
def add_contact(
    owner: Owner, *, label: str, phone: str = "", email: str = "", by: User
) -> FunctionalContact:
    """`owner` is reached there in a crisis, once it has been tried. Raises ContactUnreachable."""
    if not phone and not email:
        raise ContactUnreachable
    made = FunctionalContact.objects.create(label=label, phone=phone, email=email, **owner.fields)
    record(by, "crisis_contact.added", made)
    return made


@transaction.atomic
def retire_contact(contact: FunctionalContact, *, by: User) -> None:
    """The contact is no longer used; its test calls are kept. Raises ContactRetired."""
    living = FunctionalContact.objects.filter(pk=contact.pk, is_active=True)
    if living.update(is_active=False) != 1:
        raise ContactRetired
    record(by, "crisis_contact.retired", contact)


@transaction.atomic
def try_contact(contact: FunctionalContact, *, answered: bool, by: User) -> ContactTest:
    """The contact was tried now, and answered or not (rule 25). Raises ContactRetired."""
    if not FunctionalContact.objects.filter(pk=contact.pk, is_active=True).exists():
        raise ContactRetired
    made = ContactTest.objects.create(contact=contact, answered=answered, by=by, at=clock.now())
    record(by, "crisis_contact.tried", contact, answered=answered)
    return made


@transaction.atomic
def person_named(owner: Owner, named: Named, *, by: User) -> Person:
    """The person of that account, listed if they were not; or one listed by name and number.

    Raises PersonUnknown, and what `list_person` raises.
    """
    if named.email:
        user = User.objects.filter(email__iexact=named.email, is_active=True).first()
        if user is None:
            raise PersonUnknown
        known = Person.objects.filter(user=user).first()
        fresh = Person(user=user, first_name=user.first_name, last_name=user.last_name or str(user),
                       territory=owner.territory)  # fmt: skip
        return known or list_person(fresh, by=by)
    if not named.last_name or not named.mobile:
        raise PersonUnknown
    fresh = Person(
        first_name=named.first_name, last_name=named.last_name, territory=owner.territory
    )
    return list_person(fresh, by=by, mobile=named.mobile)
