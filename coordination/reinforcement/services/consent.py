"""What volunteers agree to: the texts, their version, and the ledger of yes and no."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Consent, Volunteer
from portal.accounts.models import User
from portal.audit.services import record

# Changing a sentence means a new version: the ledger says which text each person read.
TEXT_VERSION = "2026-11"
TEXTS = {
    Consent.Purpose.REGISTRY: (
        "J’accepte de figurer dans le registre des renforts de mon territoire. L’ARS y lit "
        "mon nom et ma commune ; une structure ne voit mes coordonnées que si je lui dis oui. "
        "S’inscrire n’engage à rien : je peux refuser chaque mission et partir quand je veux. "
        "Ce registre n’est pas une liste de réquisition."
    ),
    Consent.Purpose.EMAIL: (
        "J’accepte d’être sollicité par courriel. Sans cet accord, les demandes "
        "n’apparaissent que dans ma boîte du portail."
    ),
    Consent.Purpose.SMS: "J’accepte d’être sollicité par SMS, y compris le soir en cas d’urgence.",
}


def in_force(volunteer: Volunteer) -> QuerySet[Consent]:
    """The consents of `volunteer` that were given and not withdrawn."""
    return Consent.objects.filter(volunteer=volunteer, withdrawn_at__isnull=True)


@transaction.atomic
def set_consents(
    volunteer: Volunteer, *, agreed: set[str], by: User, how: str = "formulaire"
) -> None:
    """The ledger holds a consent in force for each purpose of `agreed`, and for no other."""
    # Two tabs may say yes at once: the file's lock puts them one after the other.
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    now = timezone.now()
    held = {consent.purpose: consent for consent in in_force(volunteer)}
    outdated = [p for p, consent in held.items() if consent.text_version != TEXT_VERSION]
    ended = [p for p in held if p not in agreed or p in outdated]
    in_force(volunteer).filter(purpose__in=ended).update(withdrawn_at=now)
    begun = [p for p in Consent.Purpose if p in agreed and (p not in held or p in outdated)]
    Consent.objects.bulk_create(
        Consent(
            volunteer=volunteer, purpose=purpose, text_version=TEXT_VERSION, given_at=now, how=how
        )
        for purpose in begun
    )
    if ended or begun:
        record(by, "consent.changed", volunteer, given=sorted(begun), withdrawn=sorted(ended))
