"""Where each value comes from, what each file did, and what remains to be looked at."""

from datetime import timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from directory.models.faults import FAULTS, LEFT_AFTER_DAYS, LIGHT, SEVERITIES, UNKNOWN, Fault
from directory.models.structure import Structure
from portal.accounts.models import Role, User
from portal.territories.models import Containment, Territory


class FieldSource(models.Model):
    """The provenance of one value of a structure, when it is not that of the whole row.

    A field without such a line comes from `structure.source` at `structure.source_on`: a
    national file need not write a million lines to say the same. `is_locked`: no import
    writes this field; it raises a Signal with both values.
    """

    class Confidence(models.TextChoices):
        HIGH = "high", "vérifié"
        MEDIUM = "medium", "déclaré"
        LOW = "low", "à vérifier"

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="field_sources", verbose_name="structure"
    )
    field = models.CharField("champ", max_length=40)
    source = models.CharField("source", max_length=30)
    as_of = models.DateField("à jour au")
    confidence = models.CharField(
        "confiance", max_length=6, choices=Confidence.choices, default=Confidence.MEDIUM
    )
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True)
    is_locked = models.BooleanField("verrouillé par la structure", default=False)

    class Meta:
        verbose_name = "source d’un champ"
        verbose_name_plural = "sources des champs"
        constraints = [
            models.UniqueConstraint(fields=["structure", "field"], name="field_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.source}"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> Self:
        """What came from where is read by the ARS and the administration."""
        return self.all() if may_read_runs(user) else self.none()

    def last_applied(self, source: str) -> "ImportRun | None":
        """The last run of `source` that changed the directory and was not undone."""
        done = self.filter(source=source, state=ImportRun.State.APPLIED)
        return done.order_by("-pk").first()


def may_read_runs(user: User) -> bool:
    """The ARS and the administration of the portal."""
    return user.is_authenticated and user.has_any_role(Role.ARS, Role.ADMINISTRATOR)


class ImportRun(models.Model):
    """What one file did. read = created + updated + unchanged + rejected."""

    class State(models.TextChoices):
        APPLIED = "applied", "appliqué"
        TRIED = "tried", "essai"
        HELD = "held", "suspendu"
        REFUSED = "refused", "refusé"
        UNDONE = "undone", "annulé"
        QUEUED = "queued", "en attente d’application"
        RESUMED = "resumed", "appliqué malgré tout"
        DROPPED = "dropped", "abandonné"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    source = models.CharField("source", max_length=30)
    layout = models.CharField("format", max_length=30, blank=True)
    file_name = models.CharField("fichier", max_length=200)
    # The register is read for one department at a time; other sources for the country.
    department = models.CharField("département", max_length=3, blank=True, db_default="")
    extracted_on = models.DateField("extraction du", null=True, blank=True)
    state = models.CharField("état", max_length=7, choices=State.choices)
    is_baseline = models.BooleanField("changement de format", default=False)
    started_at = models.DateTimeField("commencé le")
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    read = models.PositiveIntegerField("lues", default=0)
    created = models.PositiveIntegerField("créées", default=0)
    updated = models.PositiveIntegerField("modifiées", default=0)
    unchanged = models.PositiveIntegerField("inchangées", default=0)
    closed = models.PositiveIntegerField("fermées", default=0)
    absent = models.PositiveIntegerField("absentes du fichier", default=0)
    rejected = models.PositiveIntegerField("rejetées", default=0)
    warnings = models.PositiveIntegerField("remarques", default=0)
    why = models.TextField("motif", blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        indexes = [models.Index(fields=["source", "state", "-id"], name="run_of_source")]

    def __str__(self) -> str:
        place = f", département {self.department}" if self.department else ""
        return f"{self.source}{place}, {self.file_name}"

    def get_absolute_url(self) -> str:
        return f"/annuaire/imports/{self.uuid}/"


class RunRemark(models.Model):
    """What was said of one line of a file; the first thousands, the counts hold the rest."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="remarks", verbose_name="import"
    )
    line = models.PositiveIntegerField("ligne")
    key = models.CharField("numéro", max_length=40, blank=True)
    is_rejection = models.BooleanField("rejetée", default=False)
    reason = models.CharField("motif", max_length=400)

    class Meta:
        verbose_name = "remarque d’import"
        verbose_name_plural = "remarques d’import"

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.reason}"


class RunChange(models.Model):
    """What a structure was before the last run of its source, so that it can be undone.

    `before` is the row itself, kept until the next run: a snapshot, never read otherwise.
    """

    class Act(models.TextChoices):
        CREATED = "created", "créée"
        UPDATED = "updated", "modifiée"
        ABSENT = "absent", "absente"

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="changes", verbose_name="import"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="+", verbose_name="structure"
    )
    act = models.CharField("effet", max_length=7, choices=Act.choices)
    before = models.JSONField("valeur d’avant", null=True)

    class Meta:
        verbose_name = "effet d’un import"
        verbose_name_plural = "effets des imports"

    def __str__(self) -> str:
        return f"{self.act} {self.structure_id}"


class RegisterChange(models.Model):
    """What the directory held of somebody before the last run of the register; null: nothing.

    `before`: the row, under `person`, and those of the places, under `practices`. By number, for
    who is new has no row yet. Gone with the next run, read by nothing but an undo.
    """

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="register_changes", verbose_name="import"
    )
    rpps = models.CharField("numéro RPPS", max_length=11)
    before = models.JSONField("valeur d’avant", null=True)

    class Meta:
        verbose_name = "effet d’un import du répertoire"
        verbose_name_plural = "effets des imports du répertoire"
        constraints = [models.UniqueConstraint(fields=["run", "rpps"], name="register_change_once")]

    def __str__(self) -> str:
        return self.rpps


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User) -> Self:
        """Those of the structures that `user` manages, or oversees from their territory."""
        if not user.is_authenticated:
            return self.none()
        own = Q(structure__in=user.structures_of(Role.MANAGER))
        territories = user.territories_of(Role.ARS, Role.ADMINISTRATOR)
        return self.filter(own | Q(_placed_in(territories)))

    def placed_in(self, territory: int) -> Self:
        """Those of the structures of `territory`."""
        return self.filter(_placed_in([territory]))

    def waiting(self) -> Self:
        """Those that nobody has settled."""
        return self.filter(state=Signal.State.NEW)

    def free_for(self, user: User) -> Self:
        """Those that nobody else sees to, or that somebody left for a week."""
        left = Q(taken_at__lt=timezone.now() - timedelta(days=LEFT_AFTER_DAYS))
        return self.filter(Q(taken_by=None) | Q(taken_by=user) | left)

    def gravest(self) -> "Signal | None":
        """The one to look at first among those that wait."""
        return self.waiting().order_by("-weight", "pk").first()


def _placed_in(territories: Any) -> Exists:
    # Looked up row by row: as a list, 35,000 communes would be read to show fifty signals.
    link = Containment.objects.filter(
        ancestor__in=territories, descendant=OuterRef("structure__commune")
    )
    return Exists(link)


class Signal(models.Model):
    """Something to look at: a rule, an object, both values. After the register of FINESS.

    One is open per rule and object. It closes by itself when the fault is gone; dropped by
    somebody, with a `reason`, it stays so until one of the values changes. `taken_by` sees to
    it since `taken_at`: a week later, others may.
    """

    class Rule(models.TextChoices):
        LOCKED = "locked", "la source contredit un champ verrouillé"
        ABSENT = "absent", "absente de sa source"
        UNANSWERED = "unanswered", "contact qui ne répond pas"
        SHARED_NUMBER = "shared_number", "SIRET porté par deux structures"
        DUPLICATE = "duplicate", "doublon probable"
        SWAPPED = "swapped", "coordonnées échangées"
        OUTSIDE = "outside", "point hors de la commune"
        NO_POSITION = "no_position", "position inconnue"
        BAD_COMMUNE = "bad_commune", "commune disparue"
        BAD_ADDRESS = "bad_address", "adresse incomplète"
        POSTAL_COMMUNE = "postal_commune", "code postal d’une autre commune"
        POSTAL_AREA = "postal_area", "code postal d’un autre département"
        WRONG_KEY = "wrong_key", "clé de contrôle fausse"
        RPPS_KEY = "rpps_key", "numéro RPPS à la clé fausse"
        ORPHAN = "orphan", "établissement sans entité"
        EMPTY_ENTITY = "empty_entity", "entité sans établissement"
        STALE = "stale", "valeur ancienne"
        STALE_CONTACT = "stale_contact", "contact non essayé"
        SHARED_LINE = "shared_line", "numéro porté par deux structures"

    class State(models.TextChoices):
        NEW = "new", "à traiter"
        DONE = "done", "traité"
        DROPPED = "dropped", "sans suite"

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="signals", verbose_name="structure"
    )
    other = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="signals_beside",
        verbose_name="autre structure",
    )  # fmt: skip
    rule = models.CharField("règle", max_length=14, choices=Rule.choices)
    field = models.CharField("champ", max_length=60, blank=True, db_default="")
    ours = models.TextField("notre valeur", blank=True, db_default="")
    theirs = models.TextField("l’autre valeur", blank=True, db_default="")
    state = models.CharField(
        "état", max_length=7, choices=State.choices, default=State.NEW, db_default=State.NEW
    )
    weight = models.GeneratedField(
        expression=Case(
            *(When(rule=rule, then=Value(one.severity)) for rule, one in FAULTS.items()),
            default=Value(LIGHT),
        ),
        output_field=models.PositiveSmallIntegerField("gravité"),
        db_persist=True,
    )
    reason = models.CharField("motif", max_length=200, blank=True, db_default="")
    raised_at = models.DateTimeField("signalé le")
    closed_at = models.DateTimeField("réglé le", null=True, blank=True)
    due_on = models.DateField("à traiter avant le", null=True, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="suivi par"
    )
    taken_at = models.DateTimeField("suivi depuis le", null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "rule", "field"],
                condition=Q(state="new"),
                name="signal_once_while_new",
                violation_error_message="Ce signalement est déjà ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="signal_taken_by_somebody_since",
                violation_error_message="Un signalement suivi dit par qui et depuis quand.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-weight", "raised_at", "id"], name="signal_queue"),
            models.Index(
                fields=["state", "rule", "-weight", "raised_at", "id"], name="signal_queue_of_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    def get_absolute_url(self) -> str:
        return f"/annuaire/qualite/{self.pk}/"

    @property
    def fault(self) -> Fault:
        return FAULTS.get(self.rule, UNKNOWN)

    @property
    def severity(self) -> str:
        return SEVERITIES[self.fault.severity]

    @property
    def is_left(self) -> bool:
        """Somebody took it, and a week went by."""
        limit = timezone.now() - timedelta(days=LEFT_AFTER_DAYS)
        return self.taken_at is not None and self.taken_at < limit


class Score(models.Model):
    """Of the open structures of a territory, how many have an open fault of one family, by week."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="+", verbose_name="territoire"
    )
    family = models.CharField("famille", max_length=10)
    week = models.DateField("semaine du")
    structures = models.PositiveIntegerField("structures")
    faulty = models.PositiveIntegerField("avec un défaut")
    measured_at = models.DateTimeField("mesuré le")

    class Meta:
        verbose_name = "score de qualité"
        verbose_name_plural = "scores de qualité"
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "family", "week"],
                name="score_once_a_week",
                violation_error_message="Ce score est déjà mesuré cette semaine.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}, {self.week}"

    @property
    def percent(self) -> int:
        """The share without a fault; never 100 while one remains."""
        if not self.structures:
            return 100
        return int(100 * (self.structures - self.faulty) / self.structures)
