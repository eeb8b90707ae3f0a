"""Who has read a version: totals, counts by structure, names within one's own structure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from coordination.crisis import clock
from coordination.guidance.models import Acknowledgment, Addressee, Version
from portal.accounts.models import Role, User
from portal.lib.links import key_of, token_for

# Below, a count says who (rule 23): whoever does not validate there reads a band.
FEW = 5
LATE = timedelta(hours=24)
TWO_DAYS = timedelta(hours=48)


@dataclass
class Row:
    """A structure: how many were told, how many have read, how many are late; names, if any."""

    name: str
    told: int = 0
    read: int = 0
    late: int = 0
    names: list[Addressee] = field(default_factory=list)


@dataclass(frozen=True)
class Follow:
    """The page of a version's readings, as far as its reader may know."""

    rows: list[Row]
    told: int
    read: int
    in_a_day: int
    in_two_days: int
    is_late: bool

    def rate(self, count: int) -> int:
        """In per cent of those told."""
        return round(100 * count / self.told) if self.told else 0

    @property
    def rates(self) -> tuple[int, int]:
        """Read within 24 h, within 48 h, in per cent of those told."""
        return self.rate(self.in_a_day), self.rate(self.in_two_days)


def follow(version: Version, user: User, *, every: bool) -> Follow:
    """Late ones first. `every`: whoever validates counts every structure; a manager reads only
    their own.

    Names are only those of one's own structures. Two statements, whatever their number.
    """
    read_at = Acknowledgment.objects.filter(version=OuterRef("version"), user=OuterRef("user"))
    people = Addressee.objects.filter(version=version).annotate(
        read_at=Subquery(read_at.values("at")[:1])
    )
    own = set(user.structures_of(Role.MANAGER).values_list("structure", flat=True))
    if not every:
        people = people.filter(structure__in=own)
    rows = list(people.select_related("user", "structure", "profession").order_by("pk"))
    since = version.published_at or clock.now()
    return Follow(
        rows=_by_structure(rows, own, late=clock.now() - since >= LATE and version.is_in_force),
        told=len(rows),
        read=sum(_read_at(one) is not None for one in rows),
        in_a_day=_within(rows, since + LATE),
        in_two_days=_within(rows, since + TWO_DAYS),
        is_late=clock.now() - since >= LATE,
    )


def few(count: int, *, exact: bool) -> str:
    """The count, or its band for whoever may not know who it is about."""
    return str(count) if exact or count == 0 or count >= FEW else f"moins de {FEW}"


def totals(version: Version, *, exact: bool) -> tuple[str, str]:
    """How many it concerns, and how many of them have read it, as the reader may know them."""
    told = Addressee.objects.filter(version=version)
    mine = Acknowledgment.objects.filter(version=version, user=OuterRef("user"))
    count, read = told.count(), told.filter(Exists(mine)).count()
    # What is left would say what the other count hides.
    hidden = not exact and 0 < count - read < FEW <= read
    return few(count, exact=exact), "la plupart" if hidden else few(read, exact=exact)


def addressee_by_token(token: str) -> Addressee | None:
    """Whose link it is; None for a link that is none of ours."""
    key = key_of(token)
    rows = Addressee.objects.select_related("version__recommendation__territory", "user")
    return rows.filter(link_key=key).first() if key else None


def reading_link(key: UUID) -> str:
    """The personal page where a version is read and acknowledged without signing in."""
    return f"/recommandations/lire/{token_for(key)}/"


def absolute(path: str) -> str:
    """The address as it stands in a message."""
    return f"{settings.PORTAL_BASE_URL}{path}"


def with_reference(rows: QuerySet[Addressee]) -> QuerySet[Addressee]:
    """Rows that a notice may tell: the key of each one's link."""
    return rows.annotate(reference=F("link_key"))


def _by_structure(rows: Sequence[Addressee], own: set[int], *, late: bool) -> list[Row]:
    found: dict[str, Row] = {}
    for one in rows:
        name = str(one.structure or one.profession or "Sans structure")
        row = found.setdefault(name if one.structure is None else str(one.structure_id), Row(name))
        row.told += 1
        row.read += _read_at(one) is not None
        row.late += late and _read_at(one) is None
        if one.structure_id in own:
            row.names.append(one)
    return sorted(found.values(), key=lambda row: (-row.late, row.name))


def _within(rows: Sequence[Addressee], limit: datetime) -> int:
    return sum(1 for one in rows if (at := _read_at(one)) is not None and at <= limit)


def _read_at(one: Addressee) -> datetime | None:
    at: datetime | None = getattr(one, "read_at", None)
    return at
