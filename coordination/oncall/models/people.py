"""Who is on call: people, how they are reached, and what they are on each line."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.choices import Regime
from coordination.oncall.models.line import COORDINATORS, Line, LineRole, Qualification
from coordination.oncall.models.sector import Sector
from directory.models import Profession
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: "User") -> Self:
        """Oneself, the people listed on the territories one coordinates, and those of one's
        lines who are listed elsewhere."""
        if not user.is_authenticated:
            return self.none()
        held = user.territories_of(*COORDINATORS)
        managed = Member.objects.filter(line__in=Line.objects.managed_by(user))
        return self.filter(
            Q(user=user)
            | Q(territory__in=Territory.objects.within(held))
            | Q(pk__in=managed.values("person"))
        )


@pghistory.track(exclude=["rpps", "link_key"])
class Person(models.Model):
    """Somebody on call. Coordinators also list people who never sign in: `user` is optional,
    and `link_key` opens their own duties."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="oncall_person",
        verbose_name="compte",
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    profession = models.ForeignKey(
        Profession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="profession",
    )
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name="inscrit sur le territoire"
    )
    commune = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="commune de départ",
    )
    left_on = models.DateField("parti le", null=True, blank=True)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("inscrit le", auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne d’astreinte"
        verbose_name_plural = "personnes d’astreinte"
        constraints = [
            models.UniqueConstraint(
                fields=["rpps"],
                condition=~Q(rpps=""),
                name="person_rpps_once",
                violation_error_message="Une personne est déjà inscrite avec ce numéro RPPS.",
            ),
        ]
        indexes = [models.Index(fields=["territory", "last_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class ContactMethod(models.Model):
    """One way to reach a person, and who may read it. A destination belongs to one person."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", "portable"
        LANDLINE = "landline", "fixe"
        EMAIL = "email", "courriel"

    class Audience(models.TextChoices):
        PROFESSIONALS = "professionals", "les professionnels du territoire"
        CALLERS = "callers", "régulation, ARS et coordination"
        COORDINATION = "coordination", "la coordination de la ligne seule"

    class State(models.TextChoices):
        PENDING = "pending", "à vérifier"
        VERIFIED = "verified", "vérifié"
        DISABLED = "disabled", "désactivé"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contacts", verbose_name="personne"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    value = models.CharField("numéro ou adresse", max_length=254)
    audience = models.CharField(
        "lu par", max_length=14, choices=Audience.choices, default=Audience.PROFESSIONALS
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PENDING)
    rank = models.PositiveSmallIntegerField("ordre d’appel", default=0)
    verified_at = models.DateTimeField("vérifié le", null=True, blank=True)
    last_success_at = models.DateTimeField("dernier message reçu le", null=True, blank=True)
    created_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "moyen de contact"
        verbose_name_plural = "moyens de contact"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["value"],
                condition=~Q(state="disabled"),
                name="contact_of_one_person",
                violation_error_message="Ce numéro ou cette adresse est déjà celui de quelqu’un.",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_at__isnull=False),
                name="contact_verified_when",
                violation_error_message="Un contact vérifié l’a été à un moment connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} de {self.person_id}"


class ContactCheck(models.Model):
    """A code sent to a contact: six digits drawn from `nonce`, never stored, few tries."""

    contact = models.ForeignKey(
        ContactMethod, models.CASCADE, related_name="checks", verbose_name="moyen de contact"
    )
    nonce = models.UUIDField("tirage", default=uuid4, editable=False)
    asked_by = signed("demandé par")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    expires_at = models.DateTimeField("ne vaut plus après")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    class Meta:
        verbose_name = "vérification d’un contact"
        verbose_name_plural = "vérifications de contacts"
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(closed_at__isnull=True),
                name="contact_check_one_awaited",
                violation_error_message="Un code est déjà attendu pour ce moyen de contact.",
            )
        ]

    def __str__(self) -> str:
        return f"vérification de {self.contact_id}"


def reads_contact(user: "User", audience: str, *, managed: bool) -> bool:
    """Whether a number of that audience is for a reader who sees the line of its owner.

    `managed`: the reader runs the line.
    """
    if audience == ContactMethod.Audience.PROFESSIONALS:
        return True
    if audience == ContactMethod.Audience.CALLERS:
        return managed or user.has_any_role(*COORDINATORS)
    return managed


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates, and oneself."""
        managed = Line.objects.managed_by(user)
        return self.filter(Q(line__in=managed) | Q(person__user=user.pk))


@pghistory.track()
class Member(models.Model):
    """A person listed on a line between two dates: roles, sectors, regime, commitment.

    No sector means every sector. `share` is what they committed to (1 for a whole share);
    the maxima are what they accept, not the law: exceeding them warns, never forbids.
    """

    line = models.ForeignKey(Line, models.CASCADE, related_name="members", verbose_name="ligne")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name="personne"
    )
    roles = models.ManyToManyField(LineRole, related_name="members", verbose_name="rôles")
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="members", verbose_name="secteurs"
    )
    qualifications = models.ManyToManyField(
        Qualification, blank=True, related_name="members", verbose_name="qualifications"
    )
    regime = models.CharField("régime", max_length=16, choices=Regime.choices)
    share = models.DecimalField(
        "part d’engagement",
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(5))],
    )
    most_duties_a_month = models.PositiveSmallIntegerField(
        "astreintes par mois, au plus", null=True, blank=True
    )
    most_weekends_a_month = models.PositiveSmallIntegerField(
        "week-ends par mois, au plus", null=True, blank=True
    )
    volunteers_on_holidays = models.BooleanField("volontaire les jours fériés", default=False)
    membership = DateRangeField("inscription")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une ligne"
        verbose_name_plural = "membres d’une ligne"
        constraints = [
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    ("line", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("membership", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne est déjà inscrite sur la ligne.",
            ),
            models.CheckConstraint(
                condition=Q(membership__isempty=False) & Q(membership__lower_inf=False),
                name="member_begins",
                violation_error_message="L’inscription doit avoir un début, avant sa fin.",
            ),
            models.CheckConstraint(
                condition=Q(share__range=(0, 5)),
                name="member_share_sensible",
                violation_error_message="La part d’engagement va de 0 à 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} sur {self.line}"
