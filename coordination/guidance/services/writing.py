"""A recommendation is written: drafted, put right, submitted, sent back. Nothing is told yet."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from coordination.crisis import clock
from coordination.crisis.refusals.log import PatientDoubt
from coordination.guidance.models import Recommendation, Version
from coordination.guidance.notices import RecommendationSubmitted
from coordination.guidance.refusals import (
    LineEmpty,
    NothingToPoint,
    NotWriter,
    PatientNumber,
    PlaceElsewhere,
    ReviewTooEarly,
    VersionMoved,
    VersionOpen,
)
from coordination.guidance.rules import may_change, may_write_on
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number
from portal.lib.text import search_key
from portal.territories.models import Territory

State = Version.State
# How the code of a territory stands in a number: « 44 » is a region and a department.
PREFIXES = {
    Territory.Kind.DEPARTMENT: "",
    Territory.Kind.COMMUNE: "C",
    Territory.Kind.REGION: "R",
    Territory.Kind.EPCI: "E",
    Territory.Kind.CPTS: "CPTS",
}


@dataclass(frozen=True)
class Subject:
    """What a recommendation is about, and which body wrote its source."""

    title: str
    topic: str
    issuer: str


@dataclass(frozen=True)
class Words:
    """What a version says, from when until which review, and whom it concerns."""

    changes: str
    actors: str
    deadline: str
    link: str
    valid_from: date
    review_by: date
    place: Territory
    roles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()


@transaction.atomic
def draft_recommendation(
    territory: Territory, subject: Subject, words: Words, *, by: User, confirmed: bool = False
) -> Version:
    """The next number of the territory is taken; its first version is a draft.

    `confirmed`: its writer has read it again, and it speaks of no patient. Raises NotWriter,
    LineEmpty, NothingToPoint, ReviewTooEarly, PlaceElsewhere, PatientNumber, PatientDoubt.
    """
    if not may_write_on(by, territory):
        raise NotWriter
    _check(words, territory=territory, confirmed=confirmed, about=subject)
    # One writer at a time on a territory: its numbers have no gap.
    Territory.objects.select_for_update(no_key=True).get(pk=territory.pk)
    last = Recommendation.objects.filter(territory=territory).aggregate(last=Max("rank"))["last"]
    rank = (last or 0) + 1
    prefix = PREFIXES.get(Territory.Kind(territory.kind), territory.kind[0].upper())
    number = f"REC-{prefix}{territory.code}-{rank:03d}"
    known = Recommendation(
        territory=territory, rank=rank, number=number, created_by=by, created_at=clock.now(),
        **_subject(subject, number),
    )  # fmt: skip
    known.full_clean(exclude=["territory", "created_by", "number"])
    known.save(force_insert=True)
    return _new_version(known, words, 1, by=by)


@transaction.atomic
def draft_version(
    known: Recommendation, words: Words, *, by: User, confirmed: bool = False
) -> Version:
    """Another version of the same number is a draft; the one in force stays so until then.

    Raises VersionOpen and what `draft_recommendation` raises.
    """
    if not may_change(by, known):
        raise NotWriter
    _check(words, territory=known.territory, confirmed=confirmed)
    Recommendation.objects.select_for_update().get(pk=known.pk)
    same = Version.objects.filter(recommendation=known)
    if in_hand := same.filter(state__in=Version.OPEN).first():
        raise VersionOpen(number=in_hand.n)
    last = same.aggregate(last=Max("n"))["last"] or 0
    return _new_version(known, words, last + 1, by=by)


@transaction.atomic
def edit_version(
    version: Version,
    words: Words,
    *,
    by: User,
    subject: Subject | None = None,
    confirmed: bool = False,
) -> None:
    """The draft says this now; its subject too, as long as nothing was published.

    Raises VersionMoved and what `draft_recommendation` raises.
    """
    if not may_change(by, version):
        raise NotWriter
    known = version.recommendation
    _check(words, territory=known.territory, confirmed=confirmed, about=subject)
    draft = Version.objects.select_for_update().filter(pk=version.pk, state=State.DRAFT).first()
    if draft is None:
        raise _moved(version)
    _fill(draft, words)
    draft.save()
    unpublished = not known.versions.filter(state__in=Version.PUBLISHED).exists()
    if subject is not None and unpublished:
        rows = Recommendation.objects.filter(pk=known.pk)
        rows.update(**_subject(subject, known.number))
    record(by, "recommendation.edited", version)


@transaction.atomic
def submit_version(version: Version, *, by: User) -> None:
    """Draft to awaiting validation; those who may validate it are told. Raises NotWriter,
    VersionMoved."""
    if not may_change(by, version):
        raise NotWriter
    _move(version, State.DRAFT, State.SUBMITTED, submitted_at=clock.now())
    version.refresh_from_db()
    record(by, "recommendation.submitted", version)
    notify(RecommendationSubmitted, version, step=int(clock.now().timestamp()))


@transaction.atomic
def send_back_version(version: Version, *, by: User) -> None:
    """Awaiting validation to draft again. Raises NotWriter, VersionMoved."""
    if not may_change(by, version):
        raise NotWriter
    _move(version, State.SUBMITTED, State.DRAFT, submitted_at=None)
    record(by, "recommendation.sent_back", version)


def _new_version(known: Recommendation, words: Words, number: int, *, by: User) -> Version:
    version = Version(recommendation=known, n=number, author=by, created_at=clock.now())
    _fill(version, words)
    version.save(force_insert=True)
    record(by, "recommendation.drafted", version)
    return version


def _fill(version: Version, words: Words) -> None:
    for name, value in asdict(words).items():
        setattr(version, name, list(value) if isinstance(value, tuple) else value)
    version.place = words.place
    version.clean_fields(exclude=["recommendation", "author", "place", "validator", "ended_by"])


def _check(
    words: Words, *, territory: Territory, confirmed: bool, about: Subject | None = None
) -> None:
    lines = (words.changes, words.actors, words.deadline)
    if not all(line.strip() for line in lines):
        raise LineEmpty
    if not words.link.strip():
        raise NothingToPoint
    if words.review_by <= words.valid_from:
        raise ReviewTooEarly
    if not Territory.objects.within([territory.pk]).filter(pk=words.place.pk).exists():
        raise PlaceElsewhere
    said = (*lines, words.link, *((about.title, about.issuer) if about else ()))
    check_texts(" · ".join(said), confirmed=confirmed)


def check_texts(whole: str, *, confirmed: bool) -> None:
    """It holds no patient's number, nor, unless read again, what may be about a patient.

    Raises PatientNumber, PatientDoubt.
    """
    if holds_patient_number(whole):
        raise PatientNumber
    if not confirmed and (passages := doubts(whole)):
        raise PatientDoubt(passages=" », « ".join(passages))


def _subject(subject: Subject, number: str) -> dict[str, str]:
    words = f"{number} {subject.title} {subject.issuer}"
    return asdict(subject) | {"search_key": search_key(words)}


def _move(version: Version, start: str, end: str, **fields: object) -> None:
    rows = Version.objects.filter(pk=version.pk, state=start)
    if rows.update(state=end, **fields) != 1:
        raise _moved(version)


def _moved(version: Version) -> VersionMoved:
    return VersionMoved(state=Version.objects.get(pk=version.pk).get_state_display())
