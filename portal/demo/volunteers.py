"""Six hundred volunteers: some sign up through the services, the crowd is written in bulk.

The sign-up costs some eighty statements a person, which nobody notices on a phone and
everybody would on the first `make demo`. Every tenth person goes through it; the others are
given the very rows that it leaves.
"""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.reinforcement.models import (
    Availability,
    Consent,
    Evidence,
    Experience,
    Trust,
    Volunteer,
    WeeklyPattern,
)
from coordination.reinforcement.services.availability import save_week
from coordination.reinforcement.services.consent import TEXT_VERSION, set_consents
from coordination.reinforcement.services.profile import (
    save_experiences,
    save_place,
    save_profession,
    start_profile,
)
from coordination.reinforcement.services.standing import mark_stale, pause
from coordination.reinforcement.services.verification import add_evidence, level_from
from coordination.reinforcement.services.week import Habit, weekly_periods
from portal.accounts.models import Grant, Role, User
from portal.demo import accounts
from portal.demo.drawing import ALL_DAYS, DAY, NIGHT, Chance, Profile, rpps_number
from portal.demo.people import sign_up
from portal.lib.time import PARIS

ONE_IN = 10
AHEAD = timedelta(weeks=8)


def load_volunteers(chance: Chance, *, first: int, last: int) -> None:
    """Volunteers `first` to `last` (excluded) have signed up, some of them only half-way."""
    agent = User.objects.get(email=accounts.ARS.email)
    crowd = []
    for rank, profile in enumerate(chance.profiles(first, last)):
        if rank % ONE_IN:
            crowd.append(profile)
        else:
            user = sign_up(profile.account, password=None)
            sign_up_as_volunteer(user, profile, agent=agent)
    write_crowd(crowd, agent=agent)


def load_main_volunteer(chance: Chance) -> Volunteer:
    """The account printed by `make demo`: a registered nurse of Troyes, free day and night."""
    drawn = next(chance.profiles(999, 1000))
    profile = drawn._replace(
        profession=chance.professions["60"],
        status="liberal",
        town=next(town for town in chance.towns if town.code == "10387"),
        max_km=40,
        agreed={"registry", "email", "sms"},
        habits=[Habit(day, *hours) for day in ALL_DAYS for hours in (DAY, NIGHT)],
        rpps=rpps_number(999),
        proof=("register", "match", "numéro RPPS, nom et profession"),
    )
    agent = User.objects.get(email=accounts.ARS.email)
    user = User.objects.get(email=accounts.VOLUNTEER.email)
    return sign_up_as_volunteer(user, profile, agent=agent)


def some_step_back(chance: Chance) -> None:
    """A few pause, and those who said nothing for too long are not asked any more."""
    resting = Volunteer.objects.in_pool().filter(assignments__isnull=True).order_by("pk")
    people = list(resting.exclude(user__email=accounts.VOLUNTEER.email)[:60])
    for volunteer in people[:10]:
        until = timezone.localdate() + timedelta(days=chance.luck.randint(5, 20))
        pause(volunteer, until=until, by=volunteer.user)
    silent = Volunteer.objects.filter(pk__in=[volunteer.pk for volunteer in people[10:]])
    silent.update(confirmed_at=timezone.now() - timedelta(days=45))
    mark_stale()


def sign_up_as_volunteer(user: User, profile: Profile, *, agent: User) -> Volunteer:
    """`user` has gone through the steps of the sign-up, as far as they went."""
    volunteer = start_profile(user)
    set_consents(volunteer, agreed=profile.agreed, by=user)
    save_profession(
        volunteer,
        profession=profile.profession,
        status=profile.status,
        status_year=profile.status_year,
        rpps=profile.rpps,
        by=user,
    )
    if profile.town is None:
        return volunteer
    save_place(
        volunteer,
        commune=profile.town,
        max_km=profile.max_km,
        max_km_lodged=profile.max_km_lodged,
        has_transport=profile.has_transport,
        phone=profile.phone,
        by=user,
    )
    save_experiences(volunteer, practices=profile.practices, by=user)
    if not profile.habits:
        return volunteer
    save_week(volunteer, habits=profile.habits, by=user)
    if profile.proof:
        source, result, compared = profile.proof
        add_evidence(volunteer, source=source, result=result, compared=compared, by=agent)
    return volunteer


def write_crowd(profiles: list[Profile], *, agent: User) -> None:
    """The same rows as after as many sign-ups, in a dozen statements."""
    secret = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=profile.account.email,
            first_name=profile.account.first_name,
            last_name=profile.account.last_name,
            password=secret,
        )
        for profile in profiles
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    files = Volunteer.objects.bulk_create(
        _file(user, profile) for user, profile in zip(users, profiles, strict=True)
    )
    people = list(zip(files, profiles, strict=True))
    _write_consents(people)
    _write_grants(people)
    Experience.objects.bulk_create(
        Experience(volunteer=volunteer, **practice._asdict())
        for volunteer, profile in people
        for practice in profile.practices
        if profile.town
    )
    _write_weeks(people)
    Evidence.objects.bulk_create(
        evidence
        for volunteer, profile in people
        for evidence in _evidences(volunteer, profile, agent)
    )


def _file(user: User, profile: Profile) -> Volunteer:
    complete = profile.town is not None and bool(profile.habits)
    town = profile.town
    return Volunteer(
        user=user,
        reference=f"V-{user.pk:06d}",
        state=Volunteer.State.ACTIVE if complete else Volunteer.State.INCOMPLETE,
        profession=profile.profession,
        status=profile.status,
        status_year=profile.status_year,
        rpps=profile.rpps,
        phone=profile.phone if town else "",
        commune=town,
        latitude=town.latitude if town else None,
        longitude=town.longitude if town else None,
        max_km=profile.max_km,
        max_km_lodged=max(profile.max_km, profile.max_km_lodged),
        has_transport=profile.has_transport,
        trust=level_from(_evidences(None, profile, None)) if complete else Trust.DECLARED,
        confirmed_at=timezone.now() if complete else None,
    )


def _evidences(
    volunteer: Volunteer | None, profile: Profile, agent: User | None
) -> Iterable[Evidence]:
    if profile.town and profile.habits and profile.proof:
        source, result, compared = profile.proof
        yield Evidence(
            volunteer=volunteer,
            source=source,
            result=result,
            compared=compared,
            checker=agent,
            next_check_on=timezone.localdate() + timedelta(days=365),
        )


def _write_consents(people: list[tuple[Volunteer, Profile]]) -> None:
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(volunteer=volunteer, purpose=purpose, text_version=TEXT_VERSION, given_at=now)
        for volunteer, profile in people
        for purpose in sorted(profile.agreed)
    )


def _write_grants(people: list[tuple[Volunteer, Profile]]) -> None:
    Grant.objects.bulk_create(
        Grant(
            user=volunteer.user,
            role=Role.VOLUNTEER,
            territory=profile.town,
            state=Grant.State.APPROVED,
            decided_at=timezone.now(),
            reason="inscription comme volontaire",
        )
        for volunteer, profile in people
        if profile.town
    )


def _write_weeks(people: list[tuple[Volunteer, Profile]]) -> None:
    WeeklyPattern.objects.bulk_create(
        WeeklyPattern(volunteer=volunteer, **habit._asdict())
        for volunteer, profile in people
        if profile.town
        for habit in profile.habits
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Availability.objects.bulk_create(
        Availability(
            volunteer=volunteer,
            origin=Availability.Origin.WEEKLY,
            period=DateTimeTZRange(start, end),
        )
        for volunteer, profile in people
        if profile.town
        for start, end in weekly_periods(profile.habits, yesterday, yesterday + AHEAD, zone=PARIS)
    )
