"""Recommendations for tests, made through the services."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from coordination.guidance.models import Version
from coordination.guidance.services.publishing import publish_version
from coordination.guidance.services.writing import (
    Subject,
    Words,
    draft_recommendation,
    draft_version,
    submit_version,
)
from portal.accounts.models import User
from portal.territories.models import Territory

LINK = "https://sante.example/masques.pdf"


def words(place: Territory, **more: Any) -> Words:
    """Masks in EHPAD, for the managers of the place."""
    today = timezone.localdate()
    asked: dict[str, Any] = {
        "changes": "Masque chirurgical pour tous dans les unités", "actors": "Directeurs d’EHPAD",
        "deadline": "Ce soir, 20 h 00", "link": LINK, "valid_from": today,
        "review_by": today + timedelta(days=30), "place": place, "roles": ("manager",),
    }  # fmt: skip
    return Words(**asked | more)


def drafted(territory: Territory, *, by: User, title: str = "Port du masque", **more: Any):
    """A first version, in draft."""
    subject = Subject(title, "protection", "Ministère de la santé")
    return draft_recommendation(territory, subject, words(territory, **more), by=by)


def in_force(territory: Territory, *, by: User, author: User | None = None, **more: Any) -> Version:
    """A first version in force: written by `author`, validated by `by`."""
    version = drafted(territory, by=author or by, **more)
    return published(version, by=by)


def published(version: Version, *, by: User) -> Version:
    """The same, submitted and put in force."""
    submit_version(version, by=by)
    publish_version(version, by=by)
    version.refresh_from_db()
    return version


def another(version: Version, *, by: User, **more: Any) -> Version:
    """The next version of the same number, in draft."""
    known = version.recommendation
    return draft_version(known, words(known.territory, **more), by=by)
