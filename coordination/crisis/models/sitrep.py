"""Situation reports of a cell: numbered without a gap, fixed once validated."""

from datetime import timedelta
from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.cell import Cell, cells_of_member
from coordination.crisis.models.kept import append_only, never_emptied
from portal.accounts.models import User

# Words are written in the draft only; what is validated moves to issued, then replaced.
FIXED = """
    IF OLD.state = 'draft' AND NEW.state IN ('draft', 'to_validate')
       AND NEW.number = OLD.number AND NEW.cell_id = OLD.cell_id THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'to_validate' AND NEW.state IN ('draft', 'validated')
       AND to_jsonb(OLD)
           - '{state,submitted_at,validator_id,validated_at,content_hash,log_seq,log_head}'::text[]
         = to_jsonb(NEW)
           - '{state,submitted_at,validator_id,validated_at,content_hash,log_seq,log_head}'::text[]
       THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(OLD) - '{state,issued_at,next_at}'::text[]
       = to_jsonb(NEW) - '{state,issued_at,next_at}'::text[]
       AND ((OLD.state = 'validated' AND NEW.state = 'issued')
            OR (OLD.state = 'issued' AND NEW.state = 'replaced'
                AND to_jsonb(OLD) - 'state' = to_jsonb(NEW) - 'state')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a situation report does not change once validated: write another';
"""
IN_A_DRAFT = """
    IF EXISTS (SELECT 1 FROM crisis_sitrep WHERE id = NEW.sitrep_id AND state = 'draft') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'figures are copied in a draft only';
"""
# In a draft they may be copied again, all of them; afterwards they stay.
KEPT = """
    IF EXISTS (SELECT 1 FROM crisis_sitrep WHERE id = OLD.sitrep_id AND state = 'draft') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the figures of a report that left its draft stay';
"""


class SitrepQuerySet(models.QuerySet["Sitrep"]):
    def visible_to(self, user: User) -> Self:
        """All of whoever reads the log; once issued, the parent's too (section 3, Rights).

        What is for partners or for the public, once issued, is for whoever sees the cell.
        """
        inside = Q(cell__in=Cell.objects.with_log_for(user))
        out = Q(state__in=Sitrep.OUT)
        seen = Cell.objects.visible_to(user)
        above = out & Q(cell__in=seen, cell__parent__in=cells_of_member(user))
        wide = out & Q(cell__in=seen) & ~Q(audience=Sitrep.Audience.CELL)
        return self.filter(inside | above | wide)


class Sitrep(models.Model):
    """What a cell knows at an instant, for one audience, since the report before.

    `level`: the one of the cell when it was drafted. `log_seq` and `log_head`: where the log
    stood when it was validated, printed in its footer. `content_hash`: SHA-256 of all it says.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "en rédaction"
        SUBMITTED = "to_validate", "à valider"
        VALIDATED = "validated", "validé"
        ISSUED = "issued", "diffusé"
        REPLACED = "replaced", "remplacé"

    class Audience(models.TextChoices):
        CELL = "cell", "la cellule"
        PARTNERS = "partners", "les partenaires"
        PUBLIC = "public", "le public"

    OUT = (State.ISSUED, State.REPLACED)
    SECTIONS = (
        "facts", "uncertain", "capacities", "needs", "actions", "decisions", "anticipation",
        "communication",
    )  # fmt: skip

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="sitreps", verbose_name="cellule")
    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField("numéro")
    audience = models.CharField(
        "destiné à", max_length=8, choices=Audience.choices, default=Audience.CELL
    )
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.DRAFT)
    level = models.PositiveSmallIntegerField("niveau de la cellule")
    since = models.DateTimeField("depuis le")
    as_of = models.DateTimeField("arrêté le")
    facts = models.TextField("faits établis", max_length=4000, blank=True)
    uncertain = models.TextField("ce qui est incertain", max_length=4000, blank=True)
    capacities = models.TextField("capacités", max_length=4000, blank=True)
    needs = models.TextField("besoins", max_length=4000, blank=True)
    actions = models.TextField("actions en cours", max_length=4000, blank=True)
    decisions = models.TextField("décisions", max_length=4000, blank=True)
    anticipation = models.TextField("anticipation à 24–72 h", max_length=4000, blank=True)
    communication = models.TextField("communication", max_length=4000, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="rédigé par")
    submitted_at = models.DateTimeField("soumis le", null=True, blank=True)
    validator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="validé par"
    )
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    issued_at = models.DateTimeField("diffusé le", null=True, blank=True)
    next_at = models.DateTimeField("prochain prévu le", null=True, blank=True)
    content_hash = models.CharField("empreinte du contenu", max_length=64, blank=True)
    log_seq = models.BigIntegerField("dernière entrée de la main courante", default=0)
    log_head = models.CharField("maillon de la main courante", max_length=64, blank=True)

    objects = SitrepQuerySet.as_manager()

    class Meta:
        verbose_name = "point de situation"
        verbose_name_plural = "points de situation"
        ordering: ClassVar[list[str]] = ["cell", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="sitrep_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(anticipation=""),
                name="sitrep_anticipates",
                violation_error_message="L’anticipation à 24–72 h est obligatoire.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "to_validate"])
                | (Q(validator__isnull=False, validated_at__isnull=False) & ~Q(content_hash="")),
                name="sitrep_validated_by_somebody",
                violation_error_message="Un point validé dit qui l’a validé.",
            ),
            models.CheckConstraint(
                condition=Q(level__lt=2) | Q(validator__isnull=True) | ~Q(validator=F("author")),
                name="sitrep_author_not_only_validator",
                violation_error_message="À partir du niveau 2, une autre personne valide.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "to_validate", "validated"])
                | Q(issued_at__isnull=False),
                name="sitrep_issued_at",
                violation_error_message="Un point diffusé dit quand.",
            ),
            models.UniqueConstraint(
                fields=["cell", "audience"],
                condition=Q(state="issued"),
                name="sitrep_one_in_force",
                violation_error_message="Un seul point est en vigueur par destinataire.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sitrep_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sitrep_fixed", when=pgtrigger.Before, operation=pgtrigger.Update, func=FIXED
            ),
            never_emptied("sitrep"),
        ]

    def __str__(self) -> str:
        return f"Point de situation n° {self.number}"

    def get_absolute_url(self) -> str:
        return f"/crises/cellules/{self.cell.uuid}/points/{self.number}/"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Each section: its title and its words, in the order of reading."""
        fields = self._meta
        return [
            (str(fields.get_field(name).verbose_name), getattr(self, name))  # type: ignore[union-attr]
            for name in self.SECTIONS
        ]


class SitrepFigure(models.Model):
    """A figure as it stood, with its source and its age: copied, never computed again."""

    # Counts below are masked outside the cell (rule 23).
    FEW = 5

    sitrep = models.ForeignKey(
        Sitrep, models.PROTECT, related_name="figures", verbose_name="point de situation"
    )
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    code = models.CharField("code", max_length=60)
    label = models.CharField("libellé", max_length=200)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=30, blank=True)
    source = models.CharField("source", max_length=120)
    as_of = models.DateTimeField("du", null=True, blank=True)
    fresh_hours = models.PositiveSmallIntegerField("fraîche pendant (heures)", default=24)
    is_count = models.BooleanField("compte de personnes ou de choses", default=True)

    class Meta:
        verbose_name = "chiffre d’un point de situation"
        verbose_name_plural = "chiffres des points de situation"
        ordering: ClassVar[list[str]] = ["sitrep", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitrep", "code"], name="sitrep_figure_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(as_of__isnull=False),
                name="sitrep_figure_dated",
                violation_error_message="Un chiffre connu dit de quand il est.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sitrep_figure_not_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="sitrep_figure_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=KEPT,
            ),
            never_emptied("sitrep_figure"),
            pgtrigger.Trigger(
                name="sitrep_figure_in_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=IN_A_DRAFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} : {self.words}"

    @property
    def is_stale(self) -> bool:
        """Older than its limit when the report was drawn up (rule 14)."""
        if self.as_of is None:
            return False
        return self.sitrep.as_of - self.as_of > timedelta(hours=self.fresh_hours)

    @property
    def words(self) -> str:
        """The value as that audience reads it: « inconnu » when missing, masked when few."""
        if self.value is None:
            return "inconnu"
        inside = self.sitrep.audience == Sitrep.Audience.CELL
        if self.is_count and self.value < self.FEW and not inside:
            return f"moins de {self.FEW}"
        plain = f"{self.value.normalize():f}".replace(".", ",")
        unit = self.unit.removesuffix("s") if self.value < 2 else self.unit
        return f"{plain} {unit}".strip()

    @property
    def age(self) -> str:
        """« donnée de J-2 » when stale, « à jour » otherwise; nothing when unknown."""
        if self.as_of is None:
            return ""
        days = (self.sitrep.as_of.date() - self.as_of.date()).days
        return f"donnée de J-{days}" if self.is_stale else "à jour"


class SitrepDocument(models.Model):
    """The PDF of an issued report, as it was sent, and its SHA-256."""

    sitrep = models.OneToOneField(
        Sitrep, models.PROTECT, primary_key=True, related_name="document",
        verbose_name="point de situation",
    )  # fmt: skip
    pdf = models.BinaryField("document")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "document d’un point de situation"
        verbose_name_plural = "documents des points de situation"
        triggers = append_only("sitrep_document")

    def __str__(self) -> str:
        return self.sha256
