"""How a structure is reached: one row per line, each with its own audience."""

from functools import reduce
from operator import or_
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from directory import registry
from directory.models.history import kept_history, known_since
from directory.models.offer import Service
from directory.models.structure import Structure
from portal.accounts.models import Role, User
from portal.territories.models import Territory

PROFESSIONALS = (
    *(Role.ARS, Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR, Role.CPTS_MEMBER),
    *(Role.MEMBER, Role.VOLUNTEER),
)
OVERSEERS = (Role.ARS, Role.ADMINISTRATOR)


class Audience(models.TextChoices):
    PUBLIC = "public", "tout le monde"
    PROFESSIONALS = "professionals", "professionnels du territoire"
    CRISIS = "crisis", "cellules de crise"
    RESTRICTED = "restricted", "personnes désignées"


# Seen with the page; the two others by a deliberate act only.
SHOWN = (Audience.PUBLIC, Audience.PROFESSIONALS)


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def current(self) -> Self:
        """In force today, the first to call first: what does not answer comes last."""
        today = timezone.localdate()
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        return self.filter(begun, lasting).order_by("unanswered", "rank", "pk")

    def public(self) -> Self:
        """What may leave the portal: files, print, other systems."""
        return self.filter(audience=Audience.PUBLIC)

    def visible_to(self, user: User) -> Self:
        """The lines whose audience `user` belongs to, where each structure is.

        Professionals: a role in force somewhere in the department, or the region, of the
        structure. Crisis: the ARS and the administration there, whoever manages the structure,
        and the cells (directory.registry). Restricted: the same without the cells, unless
        they are named by a module above.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(structure__in=user.structures_of(Role.MANAGER))
        overseen = Q(structure__commune__in=_below(user.territories_of(*OVERSEERS)))
        seen = Q(audience=Audience.PUBLIC) | own | overseen
        seen |= Q(audience=Audience.PROFESSIONALS, structure__commune__in=_around(user))
        for audience in (Audience.CRISIS, Audience.RESTRICTED):
            opened = registry.territories_opened(audience, user)
            places = [Q(structure__commune__in=_below(territories)) for territories in opened]
            if places:
                seen |= Q(audience=audience) & reduce(or_, places)
        return self.filter(seen)


def _below(territories: "registry.Territories") -> "models.QuerySet[Any]":
    return Territory.objects.within(territories).values("pk")


def _around(user: User) -> "models.QuerySet[Any]":
    """Ids of the communes of the departments where `user` holds a role, and of all below it."""
    Kind = Territory.Kind
    held = Territory.objects.filter(pk__in=user.territories_of(*PROFESSIONALS))
    narrow = held.exclude(kind__in=[Kind.COUNTRY, Kind.REGION]).values("pk")
    homes = Structure.objects.filter(pk__in=user.structures_of(*PROFESSIONALS)).values("commune")
    places = Territory.objects.filter(
        Q(pk__in=Territory.objects.within(narrow).values("pk")) | Q(pk__in=homes)
    )
    departments = Territory.objects.containing(places.values("pk")).filter(kind=Kind.DEPARTMENT)
    wide = Q(pk__in=departments.values("pk")) | Q(pk__in=held.values("pk"))
    return _below(Territory.objects.filter(wide).values("pk"))


@kept_history
class ContactPoint(models.Model):
    """A line of a structure, or of one of its services. Private numbers are never imported."""

    class Function(models.TextChoices):
        DUTY_LINE = "duty", "cadre d’astreinte"
        CRISIS_CELL = "crisis_cell", "cellule de crise"
        SWITCHBOARD = "switchboard", "standard"
        MANAGEMENT = "management", "direction"
        REGULATION = "regulation", "régulation"
        NURSING = "nursing", "soins"
        PHARMACY = "pharmacy", "pharmacie"
        LOGISTICS = "logistics", "logistique"
        PRIVACY = "privacy", "protection des données"
        OTHER = "other", "autre"

    class Channel(models.TextChoices):
        PHONE = "phone", "téléphone"
        MOBILE = "mobile", "téléphone mobile"
        FAX = "fax", "télécopie"
        EMAIL = "email", "adresse électronique"
        MSS = "mss", "messagerie sécurisée de santé"
        RADIO = "radio", "radio"

    class Usage(models.TextChoices):
        ALWAYS = "always", "24 h sur 24"
        OFFICE = "office", "heures ouvrées"
        NIGHT = "night", "nuit et week-end"
        CRISIS = "crisis", "crise seulement"
        UNKNOWN = "unknown", "horaires non précisés"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="contacts", verbose_name="structure"
    )
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="contacts",
        verbose_name="service",
    )  # fmt: skip
    function = models.CharField("fonction", max_length=12, choices=Function.choices)
    channel = models.CharField("moyen", max_length=6, choices=Channel.choices)
    value = models.CharField("numéro ou adresse", max_length=200)
    usage = models.CharField(
        "quand", max_length=7, choices=Usage.choices, default=Usage.UNKNOWN, db_default="unknown"
    )
    audience = models.CharField(
        "pour qui", max_length=13, choices=Audience.choices, default=Audience.PROFESSIONALS
    )
    note = models.CharField("précision", max_length=120, blank=True, db_default="")
    rank = models.PositiveSmallIntegerField("ordre d’appel", default=50, db_default=50)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    tested_on = models.DateField("essayé le", null=True, blank=True)
    unanswered = models.PositiveSmallIntegerField("appels sans réponse", default=0, db_default=0)
    source = models.CharField("source", max_length=30, blank=True)
    as_of = models.DateField("à jour au", null=True, blank=True)
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True, db_default="")
    known_since = known_since()

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = "point de contact"
        verbose_name_plural = "points de contact"
        constraints = [
            models.CheckConstraint(
                condition=~Q(channel__in=["phone", "mobile", "fax"])
                | Q(value__regex=r"^\+[0-9]{6,15}$"),
                name="contact_number_is_international",
                violation_error_message="Ce numéro n’est pas lisible : écrivez-le avec son 0.",
            ),
            models.CheckConstraint(
                condition=~Q(channel__in=["email", "mss"]) | Q(value__contains="@"),
                name="contact_address_has_an_at",
                violation_error_message="Cette adresse électronique n’est pas lisible.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="contact_ends_after_start",
                violation_error_message="Le contact doit finir après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["structure", "function", "channel", "value"],
                condition=Q(ends_on__isnull=True),
                name="contact_once",
                violation_error_message="Ce contact est déjà dans la fiche.",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="contact_by_value")]

    def __str__(self) -> str:
        return f"{self.get_function_display()}, {self.get_channel_display()}"

    @property
    def is_shown(self) -> bool:
        """True when its value is written on the page, without an act of the reader."""
        return self.audience in SHOWN

    @property
    def is_phone(self) -> bool:
        return self.channel in (self.Channel.PHONE, self.Channel.MOBILE)

    @property
    def is_address(self) -> bool:
        return self.channel in (self.Channel.EMAIL, self.Channel.MSS)
