"""How somebody proved that a structure is theirs, and to whom they hand it over."""

from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from directory.models import ContactPoint, Structure
from portal.accounts.models import Grant, Role, User

LEVELS = [(Role.MEMBER.value, "membre"), (Role.MANAGER.value, "responsable")]


@pghistory.track()
class Claim(models.Model):
    """The proof beside a grant: by what means, said by whom, under which reference.

    Pro Santé Connect will fit: its issuer, and the identifier of the activity as the reference.
    """

    class Method(models.TextChoices):
        DOMAIN = "domain", "adresse professionnelle de la structure"
        CODE = "code", "code envoyé à une ligne connue de la structure"
        PSC = "psc", "Pro Santé Connect"
        NONE = "none", "aucune preuve : à vérifier par un appel"

    grant = models.OneToOneField(
        Grant, models.CASCADE, related_name="claim", verbose_name="habilitation"
    )
    method = models.CharField("preuve", max_length=6, choices=Method.choices)
    issuer = models.CharField("donnée par", max_length=160, blank=True)
    reference = models.CharField("référence", max_length=160, blank=True)
    proved_at = models.DateTimeField("prouvée le", null=True, blank=True)

    class Meta:
        verbose_name = "revendication d’une structure"
        verbose_name_plural = "revendications de structures"
        constraints = [
            models.CheckConstraint(
                condition=Q(method="none", proved_at__isnull=True)
                | (~Q(method="none") & Q(proved_at__isnull=False)),
                name="claim_proof_is_dated",
                violation_error_message="Une preuve a une date ; sans preuve, il n’y en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_method_display()


class ClaimCode(models.Model):
    """A code sent to a known line: six digits drawn from `nonce`, never stored, three tries."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="personne")
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name="structure"
    )
    contact = models.ForeignKey(
        ContactPoint, models.CASCADE, related_name="+", verbose_name="ligne"
    )
    role = models.CharField("rôle demandé", max_length=16, choices=LEVELS)
    nonce = models.UUIDField("tirage", default=uuid4, editable=False)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    expires_at = models.DateTimeField("ne vaut plus après")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    class Meta:
        verbose_name = "code d’une structure"
        verbose_name_plural = "codes des structures"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure"],
                condition=Q(closed_at__isnull=True),
                name="claim_code_one_awaited",
                violation_error_message="Un code est déjà attendu pour cette structure.",
            ),
        ]

    def __str__(self) -> str:
        return f"code de {self.user_id} pour {self.structure_id}"


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def visible_to(self, user: User) -> "SuccessionQuerySet":
        """Those that `user` proposed or received."""
        return self.filter(Q(giver=user) | Q(taker=user)).select_related("structure", "giver")


@pghistory.track()
class Succession(models.Model):
    """`giver` proposes that `taker` manages the structure in their place."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposée"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"
        WITHDRAWN = "withdrawn", "retirée"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name="structure"
    )
    giver = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="passe la main")
    taker = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="prend la main")
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = "passation d’une structure"
        verbose_name_plural = "passations de structures"
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")),
                name="handover_between_two",
                violation_error_message="On ne se passe pas la main à soi-même.",
            ),
            models.UniqueConstraint(
                fields=["structure", "giver"],
                condition=Q(state="proposed"),
                name="handover_one_at_a_time",
                violation_error_message="Une passation attend déjà une réponse.",
            ),
        ]

    def __str__(self) -> str:
        return f"passation de {self.structure_id}"
