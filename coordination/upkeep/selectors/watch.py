"""What changed among what somebody follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, F, Func, Q, QuerySet
from django.db.models.functions import Coalesce

from coordination.upkeep.models import ChangeDigest, Follow
from directory.models import Structure
from directory.selectors.history import Change, changed_within, changes_between
from portal.accounts.models import User
from portal.territories.models import Territory

MOST_SAID = 4


@dataclass(frozen=True)
class ChangedPage:
    """A structure of a digest, and what changed of it; nothing known: it arrived, or was dated."""

    structure: Structure
    changes: list[Change]

    @property
    def words(self) -> str:
        """« téléphone, horaires »."""
        names = list(dict.fromkeys(one.name for one in self.changes))
        more = f" et {len(names) - MOST_SAID} de plus" if len(names) > MOST_SAID else ""
        return ", ".join(names[:MOST_SAID]) + more if names else "nouvelle fiche, ou source"


def follows_of(user: User) -> QuerySet[Follow]:
    """What `user` follows, the first asked first."""
    rows = Follow.objects.visible_to(user)
    return rows.select_related("structure", "territory", "category").order_by("pk")


def places_to_follow(user: User, asked: str | None) -> QuerySet[Territory]:
    """The territories that one may want to follow: those that one holds or that hold them, the
    departments, and the one that is `asked` for."""
    held = [grant.territory_id for grant in user.grants_in_force if grant.territory_id]
    kept = Q(kind=Territory.Kind.DEPARTMENT) | Q(pk__in=Territory.objects.containing(held))
    if asked is not None and asked.isascii() and asked.isdecimal():
        kept |= Q(pk=int(asked[:9]))
    return Territory.objects.filter(kept, closed_on__isnull=True).order_by("search_key")


def digests_of(user: User) -> list[ChangeDigest]:
    """The last summaries that `user` received, the latest first."""
    return list(ChangeDigest.objects.visible_to(user).order_by("-pk")[:10])


def changed_for(user: User, follows: Iterable[Follow], until: datetime) -> QuerySet[Structure]:
    """The structures that changed since each follow was last told, by name."""
    about = {one: _about(one) for one in follows}
    if not about:
        return Structure.objects.none()
    # What changed again after `until` bears that last instant only: its events say the rest.
    since = min(one.told_until for one in about)
    told = Q(changed_at__lte=until) | Q(changed_at__gt=until) & changed_within(since, until)
    changed = Structure.objects.visible_to(user).filter(reduce(or_, about.values()), told)
    return changed.filter(merged_into__isnull=True).order_by("name_key", "pk")


def _about(follow: Follow) -> Q:
    """What that follow is about; a merged structure is followed in the one that was kept."""
    changed = Q(changed_at__gt=follow.told_until)
    if follow.structure_id is not None:
        kept = Structure.objects.filter(pk=follow.structure_id)
        return changed & Q(pk__in=kept.values(kept=Coalesce(F("merged_into"), F("pk"))))
    if follow.territory_id is not None:
        changed &= Q(commune__in=Territory.objects.within([follow.territory_id]))
    if follow.category_id is not None:
        changed &= Q(category=follow.category_id)
    return changed


def structures_of(digest: ChangeDigest) -> QuerySet[Structure]:
    """The structures named in `digest`, those that disappeared since left out."""
    named = Func(F("structures"), function="unnest", output_field=BigIntegerField())
    told = ChangeDigest.objects.filter(pk=digest.pk).values(named=named)
    rows = Structure.objects.visible_to(digest.user).filter(pk__in=told)
    return rows.select_related("commune", "category").order_by("name_key", "pk")


def pages_of(digest: ChangeDigest, listed: list[Structure]) -> list[ChangedPage]:
    """What changed of those structures between the two instants of `digest`.

    A constant number of statements.
    """
    told = changes_between(listed, digest.since, digest.until)
    return [ChangedPage(one, told[one.pk]) for one in listed]
