"""The people and places of the tests: valid objects by default, a trait per situation.

Alice works for the ARS in the Aube, Bob manages an EHPAD of Troyes, Charlie is a nurse and
volunteers, Dora is the ARS of another region, Émile coordinates duties, Fatou belongs to a
CPTS, Gaspard administers, Hélène manages another structure (fixtures: tests/cast.py).
"""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import factory
from allauth.account.internal.flows.login import record_authentication
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from coordination.reinforcement.models import (
    Assignment,
    Availability,
    Experience,
    Need,
    Skill,
    Slot,
    Trust,
    Volunteer,
    Wave,
)
from directory.models import Category, Profession, Structure
from directory.models.words import document_key
from portal.accounts.models import Grant, Role, User
from portal.lib.identifiers import luhn_key
from portal.lib.text import search_key
from portal.lib.time import PARIS, local_instant
from portal.territories.models import Containment, Territory

PASSWORD = "un mot de passe assez long"
TROYES = (48.2972, 4.0742)


class TerritoryFactory(DjangoModelFactory):
    """A commune at Troyes. `inside=aube` puts it in `aube` and in all that holds `aube`."""

    class Meta:
        model = Territory
        django_get_or_create = ("kind", "code")
        skip_postgeneration_save = True

    class Params:
        region = Trait(kind=Territory.Kind.REGION, population=5_000_000)
        department = Trait(kind=Territory.Kind.DEPARTMENT, population=310_000)
        epci = Trait(kind=Territory.Kind.EPCI)
        cpts = Trait(kind=Territory.Kind.CPTS)

    kind = Territory.Kind.COMMUNE
    code = Sequence(lambda n: f"9{n:04d}")
    name = LazyAttribute(lambda one: f"Territoire {one.code}")
    search_key = LazyAttribute(lambda one: search_key(one.name))
    latitude, longitude = TROYES
    population = 1000
    postal_codes = LazyFunction(lambda: ["10000"])

    @factory.post_generation
    def inside(self, create: bool, parents: Any, **_: Any) -> None:
        """Each territory holds itself; `parents` (one or several) and theirs hold it."""
        Containment.objects.get_or_create(ancestor=self, descendant=self)
        parents = [parents] if isinstance(parents, Territory) else list(parents or [])
        for ancestor in Territory.objects.containing([parent.pk for parent in parents]):
            Containment.objects.get_or_create(ancestor=ancestor, descendant=self)


class UserFactory(DjangoModelFactory):
    """A person who signs in with PASSWORD and holds no role."""

    class Meta:
        model = User
        django_get_or_create = ("email",)
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"personne{n}@exemple.test")
    first_name = "Camille"
    last_name = Sequence(lambda n: f"Exemple{n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create: bool, value: bool | None, **_: Any) -> None:
        """The address is confirmed, unless `verified=False`."""
        self.emailaddress_set.get_or_create(
            email=self.email, defaults={"verified": value is not False, "primary": True}
        )


class GrantFactory(DjangoModelFactory):
    """An approved ARS grant; give `territory` or `structure`."""

    class Meta:
        model = Grant

    class Params:
        pending = Trait(state=Grant.State.PENDING)
        ended = Trait(
            starts_on=LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
            ends_on=LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )

    user = SubFactory(UserFactory)
    role = Role.ARS
    state = Grant.State.APPROVED


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = "500"
    label = "Établissement d’hébergement pour personnes âgées dépendantes"
    short_label = "EHPAD"


class ProfessionFactory(DjangoModelFactory):
    """Nurses, unless said otherwise."""

    class Meta:
        model = Profession
        django_get_or_create = ("code",)

    class Params:
        care_assistant = Trait(code="35", label="Aide-soignant", plural="aides-soignants")
        doctor = Trait(code="10", label="Médecin", plural="médecins", in_register=True)
        porter = Trait(code="S01", label="Brancardier", plural="brancardiers", in_register=False)

    code = "60"
    label = "Infirmier"
    plural = "infirmiers"
    in_register = True


class StructureFactory(DjangoModelFactory):
    """An EHPAD at the centre of its commune."""

    class Meta:
        model = Structure

    finess = Sequence(lambda n: finess_number(n))
    name = Sequence(lambda n: f"EHPAD des Tilleuls {n}")
    category = SubFactory(CategoryFactory)
    commune = SubFactory(TerritoryFactory)
    latitude = LazyAttribute(lambda one: one.commune.latitude)
    longitude = LazyAttribute(lambda one: one.commune.longitude)
    position_source = Structure.PositionSource.COMMUNE
    name_key = LazyAttribute(lambda one: search_key(one.name))
    search_key = LazyAttribute(
        lambda one: document_key(
            name=one.name,
            names=(),
            category=(one.category.label,),
            commune=one.commune.name,
            postal_line="",
        )
    )


class VolunteerFactory(DjangoModelFactory):
    """An active, registered nurse of Troyes; say when with `make_free`."""

    class Meta:
        model = Volunteer

    class Params:
        incomplete = Trait(
            state=Volunteer.State.INCOMPLETE,
            profession=None,
            commune=None,
            latitude=None,
            longitude=None,
            confirmed_at=None,
        )
        stale = Trait(
            state=Volunteer.State.STALE,
            confirmed_at=LazyFunction(lambda: timezone.now() - timedelta(days=60)),
        )

    user = SubFactory(UserFactory)
    reference = Sequence(lambda n: f"V-{n:06d}")
    state = Volunteer.State.ACTIVE
    profession = SubFactory(ProfessionFactory)
    status = Volunteer.Status.LIBERAL
    phone = Sequence(lambda n: f"+336{n:08d}")
    commune = SubFactory(TerritoryFactory)
    latitude = LazyAttribute(lambda one: one.commune.latitude)
    longitude = LazyAttribute(lambda one: one.commune.longitude)
    trust = Trust.REGISTERED
    confirmed_at = LazyFunction(timezone.now)


class ExperienceFactory(DjangoModelFactory):
    """A year in an EHPAD; `Volunteer.skills` must be kept by the caller or the services."""

    class Meta:
        model = Experience

    volunteer = SubFactory(VolunteerFactory)
    skill = Skill.NURSING_HOME
    months = 12
    last_year = LazyFunction(lambda: timezone.localdate().year - 1)


class SlotFactory(DjangoModelFactory):
    """Two places, next Saturday from 8 h to 20 h."""

    class Meta:
        model = Slot

    period = LazyFunction(lambda: day_shift(next_saturday()))
    capacity = 2


class NeedFactory(DjangoModelFactory):
    """A draft for two nurses next Saturday; `slots=0` leaves it without a slot."""

    class Meta:
        model = Need
        skip_postgeneration_save = True

    class Params:
        submitted = Trait(
            state=Need.State.SUBMITTED,
            submitted_at=LazyFunction(timezone.now),
            local_means_exhausted=True,
        )
        opened = Trait(
            state=Need.State.OPEN,
            submitted_at=LazyFunction(timezone.now),
            validated_at=LazyFunction(timezone.now),
            opened_at=LazyFunction(timezone.now),
            local_means_exhausted=True,
        )

    structure = SubFactory(StructureFactory)
    motive = Need.Motive.ABSENCE
    answer_by = LazyFunction(lambda: day_shift(next_saturday()).lower - timedelta(hours=12))
    created_by = SubFactory(UserFactory)

    @factory.post_generation
    def professions(self, create: bool, given: Any, **_: Any) -> None:
        """Nurses, or those given."""
        self.professions.set([ProfessionFactory()] if given is None else given)

    @factory.post_generation
    def slots(self, create: bool, count: int | None, **_: Any) -> None:
        """`count` slots of two places, one a day from next Saturday on (one by default)."""
        for rank in range(1 if count is None else count):
            SlotFactory(need=self, period=day_shift(next_saturday() + timedelta(days=rank)))


class WaveFactory(DjangoModelFactory):
    """A first wave of thirty, drawn, whose window ends tomorrow."""

    class Meta:
        model = Wave

    need = SubFactory(NeedFactory, opened=True)
    rank = Sequence(lambda n: n + 1)
    state = Wave.State.DRAWN
    size = 30
    rate = 0.1
    rate_source = "hypothèse de départ"
    released_at = LazyFunction(timezone.now)
    window_ends_at = LazyFunction(lambda: timezone.now() + timedelta(days=1))


class AssignmentFactory(DjangoModelFactory):
    """One volunteer, asked by a wave."""

    class Meta:
        model = Assignment

    class Params:
        accepted = Trait(state=Assignment.State.ACCEPTED, answered_at=LazyFunction(timezone.now))

    need = SubFactory(NeedFactory, opened=True)
    volunteer = SubFactory(VolunteerFactory)
    origin = Assignment.Origin.WAVE
    notified_at = LazyFunction(timezone.now)


def make_free(volunteer: Volunteer, *, days: int = 30) -> None:
    """Available around the clock from now on, for `days` days."""
    period = DateTimeTZRange(timezone.now(), timezone.now() + timedelta(days=days))
    Availability.objects.create(volunteer=volunteer, period=period)


def log_in(client: Client, who: User | None) -> Client:
    """`client` speaks for `who`, who has just signed in; None is somebody who has not."""
    if who is None:
        client.logout()
    else:
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        record_authentication(SimpleNamespace(session=session), who, method="password")
        session.save()
    return client


def next_saturday() -> datetime:
    """The Saturday to come, at midnight in Paris; in a week when today is Saturday."""
    today = timezone.localdate()
    ahead = (5 - today.weekday()) % 7 or 7
    return local_instant(today + timedelta(days=ahead), time(0), PARIS)


def day_shift(day: datetime) -> DateTimeTZRange:
    """From 8 h to 20 h, Paris time, on the Paris day of `day`."""
    local = day.astimezone(PARIS).date()
    start, end = (local_instant(local, time(hour), PARIS) for hour in (8, 20))
    return DateTimeTZRange(start.astimezone(UTC), end.astimezone(UTC))


def finess_number(rank: int) -> str:
    """A FINESS number of the Aube with a right key."""
    body = f"1099{rank % 10_000:04d}"
    return body + luhn_key(body)
