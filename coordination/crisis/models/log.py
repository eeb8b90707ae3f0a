"""The log (main courante): numbered without a gap, chained, never changed.

Whoever inserts an entry gives its content and its digest; the database gives its number, its
instant and its place in the chain, under the lock of the cell's `Log` (trigger below). Text and
salt live in `LogText`: a done redaction alone may destroy them. The chain runs over digests,
and still verifies afterwards.
"""

from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.choices import (
    Certainty,
    Channel,
    EntryKind,
    Importance,
    LinkRole,
    Reliability,
)
from coordination.crisis.models.kept import append_only, never_emptied
from directory.models import Structure
from portal.accounts.models import User

TEXT_LENGTH = 2000
# The row of the log is locked: the next writer waits here, and reads what this one committed.
# A database sequence would leave gaps on rollback. `recorded_at` is the server's own time, read
# once the lock is held; only a story being told gives another (clock.py).
NUMBERED = """
    DECLARE head RECORD;
    BEGIN
        SELECT last_seq, last_commit, last_at INTO STRICT head
            FROM crisis_log WHERE cell_id = NEW.log_id FOR UPDATE;
        NEW.seq := head.last_seq + 1;
        NEW.recorded_at := GREATEST(COALESCE(NEW.recorded_at, clock_timestamp()), head.last_at);
        NEW.prev_commit := head.last_commit;
        NEW.commit := sha256(head.last_commit || int8send(NEW.seq)
            || int8send((extract(epoch FROM NEW.recorded_at) * 1000000)::bigint)
            || int8send(COALESCE(NEW.author_id, 0)) || NEW.content_digest);
        UPDATE crisis_log
            SET last_seq = NEW.seq, last_commit = NEW.commit, last_at = NEW.recorded_at
            WHERE cell_id = NEW.log_id;
    END;
    RETURN NEW;
"""
ONE_STEP = """
    IF NEW.last_seq = OLD.last_seq + 1
       AND NEW.cell_id = OLD.cell_id AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of a log moves with its entries only';
"""
REDACTED = """
    IF EXISTS (
        SELECT 1 FROM crisis_redaction AS r JOIN crisis_logentry AS e ON e.id = r.entry_id
        WHERE e.uuid = OLD.entry_uuid AND r.done_at IS NOT NULL
          AND r.first_approver_id <> r.second_approver_id
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the text of an entry leaves by a redaction only';
"""
# The French stemmer keeps accents: taken off on both sides, « epidemie » finds « épidémie ».
ACCENTS, PLAIN = "àâäçéèêëîïôöùûüÿñÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiioouuuynAAACEEEEIIOOUUU"
WORDS = f"to_tsvector('french', translate(text, '{ACCENTS}', '{PLAIN}'))"


class Given:
    """A column that the database fills at the insertion, and gives back with the key."""

    db_returning = True

    def deconstruct(self) -> Any:
        """As the plain field, for migrations."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs


class GivenInteger(Given, models.BigIntegerField):  # type: ignore[type-arg]
    pass


class GivenInstant(Given, models.DateTimeField):  # type: ignore[type-arg]
    pass


class GivenBytes(Given, models.BinaryField):  # type: ignore[type-arg]
    pass


class Log(models.Model):
    """The head of the log of a cell: its last number and its last commit."""

    cell = models.OneToOneField(
        Cell, models.PROTECT, primary_key=True, related_name="log", verbose_name="cellule"
    )
    last_seq = models.BigIntegerField("dernier numéro", default=0)
    last_commit = models.BinaryField("dernier maillon", max_length=32)
    last_at = models.DateTimeField("dernière écriture", null=True, blank=True)

    class Meta:
        verbose_name = "main courante"
        verbose_name_plural = "mains courantes"
        triggers = [
            pgtrigger.Protect(name="log_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="log_head_moves_with_entries",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=ONE_STEP,
            ),
            never_emptied("log"),
        ]

    def __str__(self) -> str:
        return f"main courante de {self.cell_id}, {self.last_seq} entrées"

    @property
    def head(self) -> str:
        """The last commit in hexadecimal, as it is printed elsewhere (external anchor)."""
        return bytes(self.last_commit).hex()


class LogText(models.Model):
    """The words of an entry and the salt of its digest; they leave together by a redaction."""

    entry_uuid = models.UUIDField("entrée", primary_key=True)
    text = models.TextField("texte", max_length=TEXT_LENGTH)
    from_name = models.CharField("de (en clair)", max_length=120, blank=True)
    to_name = models.CharField("à (en clair)", max_length=120, blank=True)
    salt = models.BinaryField("sel", max_length=32)
    words = models.GeneratedField(
        expression=RawSQL(WORDS, []),  # noqa: S611 - our own words
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "texte d’une entrée"
        verbose_name_plural = "textes des entrées"
        indexes = [GinIndex(fields=["words"], name="log_text_words", fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & Q(LessThanOrEqual(Length("text"), TEXT_LENGTH)),
                name="log_text_length",
                violation_error_message="Une entrée compte de 1 à 2 000 caractères.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="log_text_kept", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="log_text_leaves_by_redaction",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=REDACTED,
            ),
            never_emptied("log_text"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class LogEntry(models.Model):
    """One line of the log. Its text, unless it was redacted, is `words_of` (LogText)."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    log = models.ForeignKey(
        Log, models.PROTECT, related_name="entries", verbose_name="main courante"
    )
    seq = GivenInteger("numéro", null=True, editable=False)
    recorded_at = GivenInstant("enregistré le", null=True, editable=False)
    occurred_at = models.DateTimeField("survenu le")
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="auteur"
    )
    author_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en fonction de"
    )
    kind = models.CharField("nature", max_length=12, choices=EntryKind.choices)
    importance = models.CharField(
        "importance", max_length=10, choices=Importance.choices, default=Importance.NORMAL
    )
    channel = models.CharField("canal", max_length=8, choices=Channel.choices, blank=True)
    reliability = models.CharField(
        "fiabilité de la source", max_length=8, choices=Reliability.choices, blank=True
    )
    certainty = models.CharField("certitude", max_length=12, choices=Certainty.choices, blank=True)
    theme = models.CharField("thème", max_length=40, blank=True)
    from_structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="de"
    )
    from_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="de la fonction"
    )
    to_structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="à"
    )
    to_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="à la fonction"
    )
    in_sitrep = models.BooleanField("à porter au point de situation", default=False)
    is_system = models.BooleanField("écrite par le portail", default=False)
    links = ArrayField(
        models.CharField(max_length=120), verbose_name="liens", default=list, blank=True
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="corrige",
    )
    link_role = models.CharField(
        "ce que fait la correction", max_length=6, choices=LinkRole.choices, blank=True
    )
    version = models.PositiveSmallIntegerField("version de la forme canonique")
    content_digest = models.BinaryField("empreinte du contenu", max_length=32)
    prev_commit = GivenBytes("maillon précédent", max_length=32, null=True)
    commit = GivenBytes("maillon", max_length=32, null=True)

    class Meta:
        verbose_name = "entrée de main courante"
        verbose_name_plural = "entrées de main courante"
        ordering: ClassVar[list[str]] = ["log", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["log", "seq"], name="log_seq_once"),
            models.CheckConstraint(
                condition=Q(seq__gte=1, recorded_at__isnull=False, commit__isnull=False),
                name="log_entry_in_the_chain",
                violation_error_message="Une entrée a son numéro et sa place dans la chaîne.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, link_role="")
                | Q(corrects__isnull=False) & ~Q(link_role=""),
                name="log_correction_says_what",
                violation_error_message="Une correction complète ou remplace une entrée.",
            ),
        ]
        indexes = [
            models.Index(fields=["log", "kind", "-seq"], name="log_entry_by_kind"),
            models.Index(
                F("log"), F("seq").desc(), condition=Q(is_system=False), name="log_entry_by_people"
            ),
            models.Index(fields=["corrects"], name="log_entry_corrected"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="log_entry_numbered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NUMBERED,
            ),
            *append_only("log_entry"),
        ]

    def __str__(self) -> str:
        return f"n° {self.seq}"

    def get_absolute_url(self) -> str:
        return f"/crises/entrees/{self.uuid}/"


class EntryFlag(models.Model):
    """An entry was flagged later: the entry itself never changes."""

    class Kind(models.TextChoices):
        IN_SITREP = "in_sitrep", "à porter au point de situation"
        FOLLOW = "follow", "à suivre"

    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="flags", verbose_name="entrée")
    kind = models.CharField("marque", max_length=10, choices=Kind.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "marque d’une entrée"
        verbose_name_plural = "marques des entrées"
        constraints = [models.UniqueConstraint(fields=["entry", "kind"], name="entry_flag_once")]
        triggers = append_only("entry_flag")

    def __str__(self) -> str:
        return f"{self.entry} : {self.get_kind_display()}"


class Redaction(models.Model):
    """Data typed by mistake is destroyed by two people; the tombstone says when and why."""

    class State(models.TextChoices):
        REQUESTED = "requested", "demandée"
        APPROVED = "approved", "approuvée une fois"
        DONE = "done", "faite"
        REFUSED = "refused", "refusée"

    entry = models.ForeignKey(
        LogEntry, models.PROTECT, related_name="redactions", verbose_name="entrée"
    )
    reason = models.CharField("motif", max_length=300)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    requested_at = models.DateTimeField("demandée le")
    first_approver = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="approuvée par"
    )
    second_approver = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="approuvée ensuite par",
    )
    done_at = models.DateTimeField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_approver__isnull=True)
                | Q(second_approver__isnull=True)
                | ~Q(first_approver=F("second_approver")),
                name="redaction_by_two_people",
                violation_error_message="Un effacement demande deux personnes différentes.",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(state="done", first_approver__isnull=False, second_approver__isnull=False),
                name="redaction_done_once_approved",
                violation_error_message="Un effacement attend deux accords.",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=~Q(state="refused"),
                name="redaction_once_at_a_time",
                violation_error_message="L’effacement de cette entrée est déjà demandé.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="redaction_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="redaction_done_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="done"),
            ),
            never_emptied("redaction"),
        ]

    def __str__(self) -> str:
        return f"effacement de {self.entry}"

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()
