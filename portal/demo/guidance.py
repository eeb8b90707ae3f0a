"""Two recommendations of the Aube: one replaced by a second version, one not read by everybody."""

from datetime import timedelta

from django.utils import timezone

from coordination.crisis import clock
from coordination.guidance.models import Version
from coordination.guidance.services.publishing import publish_version
from coordination.guidance.services.reading import acknowledge
from coordination.guidance.services.writing import (
    Subject,
    Words,
    draft_recommendation,
    draft_version,
    submit_version,
)
from portal.accounts.models import User
from portal.demo import accounts
from portal.territories.models import Territory

MASKS = Subject(
    "Masques dans les structures pour personnes âgées", "protection", "Ministère (document fictif)"
)
VISITS = Subject("Visites des proches et appels en vidéo", "organisation", "ARS (document fictif)")
SOURCE = "https://recommandations.example/aube"
REVIEW = timedelta(days=30)


def relay_recommendations() -> None:
    """Masks: a first version read by half, then the second. Visits: in force, awaiting readers."""
    aube = Territory.objects.get(kind=Territory.Kind.DEPARTMENT, code="10")
    ars = User.objects.get(email=accounts.ARS.email)
    admin = User.objects.get(email=accounts.ADMIN.email)
    first = _words(aube, "Un masque par soignant et par demi-journée", "masques-1")
    with clock.standing_at(timezone.now() - timedelta(days=6)):
        masks = draft_recommendation(aube, MASKS, first, by=ars)
        _publish(masks, author=ars, validator=admin)
    readers = masks.addressees.select_related("user").order_by("pk")
    with clock.standing_at(timezone.now() - timedelta(days=5)):
        for rank, one in enumerate(readers):
            if rank % 2 == 0 or one.user.email == accounts.EHPAD.email:
                acknowledge(masks, by=one.user)
    second = _words(aube, "Masque FFP2 pour les gestes à risque, chirurgical ailleurs", "masques-2")
    with clock.standing_at(timezone.now() - timedelta(hours=20)):
        changed = draft_version(masks.recommendation, second, by=ars)
        _publish(changed, author=ars, validator=admin)
    visits = _words(aube, "Une visite par jour sur rendez-vous, avec masque", "visites")
    with clock.standing_at(timezone.now() - timedelta(hours=2)):
        relayed = draft_recommendation(aube, VISITS, visits, by=ars)
        _publish(relayed, author=ars, validator=admin)


def _words(aube: Territory, changes: str, page: str) -> Words:
    today = timezone.localdate(clock.now())
    return Words(
        changes=changes,
        actors="Directions des structures, coordination d’astreinte, CPTS",
        deadline="Dès la prochaine relève",
        link=f"{SOURCE}/{page}.pdf",
        valid_from=today,
        review_by=today + REVIEW,
        place=aube,
        roles=("manager", "coordinator", "cpts_member"),
    )


def _publish(version: Version, *, author: User, validator: User) -> None:
    submit_version(version, by=author)
    publish_version(version, by=validator)
    version.refresh_from_db()
