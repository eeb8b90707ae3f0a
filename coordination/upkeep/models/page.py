"""A page is confirmed by its people, and corrected on the word of others."""

from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory.models import Structure
from portal.accounts.models import Role, User
from portal.territories.models import Territory


def answer_due() -> date:
    """The day by which a suggestion made today has an answer."""
    return timezone.localdate() + timedelta(days=settings.SUGGESTION_DAYS)


class Confirmation(models.Model):
    """« Tout est exact »: somebody read the whole page of a structure."""

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="confirmations", verbose_name="structure"
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "confirmation d’une fiche"
        verbose_name_plural = "confirmations de fiches"
        indexes = [models.Index(fields=["structure", "-at"], name="confirmation_latest")]

    def __str__(self) -> str:
        return f"{self.structure_id}, {self.at:%d/%m/%Y}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, user: User) -> "SuggestionQuerySet":
        """One's own, and those about the structures that one keeps."""
        return self.filter(Q(author=user) | self._kept_by(user))

    def to_answer(self, user: User) -> "SuggestionQuerySet":
        """Those that wait for `user`, whoever is late first."""
        return self.filter(self._kept_by(user), state=Suggestion.State.NEW)

    def late(self) -> "SuggestionQuerySet":
        """Those whose answer was due before today."""
        return self.filter(state=Suggestion.State.NEW, due_on__lt=timezone.localdate())

    @staticmethod
    def _kept_by(user: User) -> Q:
        held = user.territories_of(Role.ARS, Role.ADMINISTRATOR)
        below = Territory.objects.within(held)
        own = Q(structure__in=user.structures_of(Role.MANAGER))
        return own | Q(structure__commune__in=below.values("pk"))


class Suggestion(models.Model):
    """Somebody says that a value is wrong, what it should be, and how they know."""

    class Field(models.TextChoices):
        NAME = "name", "nom"
        OTHER_NAME = "other_name", "autre nom"
        STREET = "street", "numéro et rue"
        POSTAL_LINE = "postal_line", "code postal et ville"
        PHONE = "phone", "téléphone du standard"
        EMAIL = "email", "adresse électronique publique"
        CONTACT = "contact", "un autre contact"
        SERVICE = "service", "un service ou ses horaires"
        CLOSED = "closed", "la structure a fermé"
        OTHER = "other", "autre chose"

    class State(models.TextChoices):
        NEW = "new", "sans réponse"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="suggestions", verbose_name="structure"
    )
    author = models.ForeignKey(
        User, models.CASCADE, related_name="suggestions", verbose_name="proposée par"
    )
    field = models.CharField("champ", max_length=12, choices=Field.choices)
    proposed = models.CharField("valeur proposée", max_length=250)
    current = models.CharField("valeur d’alors", max_length=250, blank=True)
    why = models.CharField("pourquoi", max_length=300)
    source = models.CharField("comment on le sait", max_length=160, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.NEW)
    made_at = models.DateTimeField("proposée le", default=timezone.now)
    due_on = models.DateField("réponse due le", default=answer_due)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="réponse de"
    )
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=300, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "suggestion de correction"
        verbose_name_plural = "suggestions de correction"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "author", "field", "proposed"],
                condition=Q(state="new"),
                name="suggestion_once_while_new",
                violation_error_message="Vous avez déjà fait cette suggestion.",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on", "id"], name="suggestion_queue")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} : {self.proposed}"

    @property
    def is_late(self) -> bool:
        return self.state == self.State.NEW and self.due_on < timezone.localdate()
