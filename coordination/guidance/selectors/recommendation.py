"""What the lists and the page of a recommendation show."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from coordination.guidance.models import Acknowledgment, Addressee, Recommendation, Version
from portal.accounts.models import User
from portal.lib.text import search_key
from portal.ui.paging import Page, keyset

RELATED = ("recommendation__territory", "author", "validator", "ended_by", "place")
State = Version.State


def versions_seen(user: User) -> QuerySet[Version]:
    """Those that the reader may open, with what their page shows."""
    return Version.objects.visible_to(user).select_related(*RELATED)


def recommendations_seen(user: User) -> QuerySet[Recommendation]:
    """Those of which the reader sees a version."""
    return Recommendation.objects.visible_to(user).select_related("territory")


def version_asked(user: User, known: Recommendation, number: int | None) -> Version | None:
    """The version of that number; without one, the one in force, else the newest."""
    rows = versions_seen(user).filter(recommendation=known)
    if number is not None:
        return rows.filter(n=number).first()
    return rows.filter(state=State.IN_FORCE).first() or rows.order_by("-n").first()


def listed(user: User, *, state: str, topic: str = "", words: str = "", after: str = "") -> Page:
    """A page of versions, the newest first; `read`: whether the reader has said so. One statement.

    `state`: one of the states; empty, those in force.
    """
    states = list(Version.OPEN) if state == "preparation" else [state or State.IN_FORCE]
    rows = versions_seen(user).filter(state__in=states)
    if topic:
        rows = rows.filter(recommendation__topic=topic)
    for word in search_key(words).split():
        rows = rows.filter(recommendation__search_key__contains=word)
    mine = Acknowledgment.objects.filter(version=OuterRef("pk"), user=user.pk)
    asked = Addressee.objects.filter(version=OuterRef("pk"), user=user.pk)
    rows = rows.annotate(read=Exists(mine), asked=Exists(asked))
    return keyset(rows, by=["-created_at", "-pk"], after=after)


def waiting_for(user: User) -> QuerySet[Addressee]:
    """What `user` is asked to read and has not: the oldest first."""
    rows = Addressee.objects.filter(user=user.pk, version__state=State.IN_FORCE)
    read = Acknowledgment.objects.filter(version=OuterRef("version"), user=user.pk)
    rows = rows.filter(~Exists(read)).select_related("version__recommendation__territory")
    return rows.order_by("version__published_at", "pk")


def page_of(version: Version, user: User) -> dict[str, Any]:
    """The version, its sisters that the reader sees, why they have it, whether they read it."""
    sisters = versions_seen(user).filter(recommendation=version.recommendation_id)
    own = version.addressees.filter(user=user.pk).first()
    read = version.acknowledgments.filter(user=user.pk).first()
    history = list(sisters.order_by("-n"))
    return {
        "version": version,
        "recommendation": version.recommendation,
        "history": history,
        "current": next((one for one in history if one.is_in_force), None),
        "own": own,
        "read": read,
    }
