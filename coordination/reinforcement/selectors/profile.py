"""What a volunteer's file still lacks before it may be asked, in words."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from coordination.reinforcement.models import Consent, Volunteer
from portal.accounts.models import User
from portal.lib.links import key_of


@dataclass(frozen=True)
class Gap:
    """Something that the minimum profile lacks, and the step that fills it."""

    words: str
    step: str


def gaps(volunteer: Volunteer) -> list[Gap]:
    """What keeps `volunteer` out of the pool, in the order of the sign-up; empty when ready."""
    found = []
    if volunteer.profession_id is None:
        found.append(Gap("votre profession", "metier"))
    if not volunteer.status:
        found.append(Gap("votre statut", "metier"))
    if volunteer.commune_id is None or volunteer.latitude is None:
        found.append(Gap("votre commune", "lieu"))
    if not volunteer.phone and not has_verified_email(volunteer):
        found.append(Gap("un moyen de vous joindre : téléphone ou courriel confirmé", "lieu"))
    if volunteer.pk is None:
        return [*found, Gap("le reste de votre profil", "canaux")]
    registry = volunteer.consents.filter(
        purpose=Consent.Purpose.REGISTRY, withdrawn_at__isnull=True
    )
    if not registry.exists():
        found.append(Gap("votre accord pour figurer dans le registre", "canaux"))
    if not volunteer.availabilities.exists() and not volunteer.patterns.exists():
        found.append(Gap("au moins une disponibilité", "disponibilites"))
    elif volunteer.confirmed_at is None:
        found.append(Gap("la confirmation de vos disponibilités", "disponibilites"))
    return found


def has_verified_email(volunteer: Volunteer) -> bool:
    """The address of the account was proven by a code."""
    return bool(EmailAddress.objects.filter(user=volunteer.user_id, verified=True).exists())


def own_file(user: User) -> Volunteer:
    """The file of `user`, or an empty one not yet saved: reading creates nothing."""
    return (
        Volunteer.objects.filter(user=user)
        .select_related("user", "profession", "speciality", "commune")
        .first()
    ) or Volunteer(user=user)


def file_behind(token: str) -> Volunteer | None:
    """The file that a personal link stands for; None for a link that the portal did not make,
    and once its owner has left."""
    key = key_of(token)
    if key is None:
        return None
    left = (Volunteer.State.WITHDRAWN, Volunteer.State.ANONYMISED)
    living = Volunteer.objects.of_link(key).exclude(state__in=left)
    return living.select_related("user").first()
