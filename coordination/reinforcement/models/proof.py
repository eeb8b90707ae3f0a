"""What a volunteer can do, agreed to, and what was checked of it."""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.reinforcement.models.kept import keeps
from coordination.reinforcement.models.skills import Skill
from coordination.reinforcement.models.volunteer import Volunteer

# Kept by the database, so that no bulk write can leave them wrong; "recent" is the last
# five years, the same as `RECENT_YEARS` in matching.py.
REFRESH_SKILLS = """
    UPDATE reinforcement_volunteer AS v
    SET skills = COALESCE(e.held, '{{}}'), recent_skills = COALESCE(e.recent, '{{}}')
    FROM (
        SELECT c.volunteer_id, array_agg(x.skill) FILTER (WHERE x.skill IS NOT NULL) AS held,
            array_agg(x.skill) FILTER (
                WHERE x.last_year >= extract(year FROM now()) - 5) AS recent
        FROM ({changed}) AS c
        LEFT JOIN reinforcement_experience AS x ON x.volunteer_id = c.volunteer_id
        GROUP BY c.volunteer_id
    ) AS e
    WHERE v.id = e.volunteer_id;
    RETURN NULL;
"""


class Experience(models.Model):
    """Months spent in a domain, and the year of last practice."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="experiences", verbose_name="volontaire"
    )
    skill = models.CharField("domaine", max_length=16, choices=Skill.choices)
    months = models.PositiveSmallIntegerField("durée (mois)", validators=[MinValueValidator(1)])
    last_year = models.PositiveSmallIntegerField("dernière année d’exercice")

    class Meta:
        verbose_name = "expérience"
        verbose_name_plural = "expériences"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "skill"],
                name="experience_once_per_skill",
                violation_error_message="Ce domaine est déjà dans votre liste.",
            ),
        ]
        triggers = [
            keeps("skills_after_insert", REFRESH_SKILLS, pgtrigger.Insert, new="added"),
            keeps(
                "skills_after_update",
                REFRESH_SKILLS,
                pgtrigger.Update,
                old="removed",
                new="added",
            ),
            keeps("skills_after_delete", REFRESH_SKILLS, pgtrigger.Delete, old="removed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_skill_display()}, {self.months} mois"


class Consent(models.Model):
    """What a volunteer agreed to, in which version of the text, when, how, and until when."""

    class Purpose(models.TextChoices):
        REGISTRY = "registry", "figurer dans le registre des renforts"
        SMS = "sms", "être sollicité par SMS"
        EMAIL = "email", "être sollicité par courriel"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="consents", verbose_name="volontaire"
    )
    purpose = models.CharField("finalité", max_length=12, choices=Purpose.choices)
    text_version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("donné le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    how = models.CharField("recueilli par", max_length=40, default="formulaire")

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
                violation_error_message="Ce consentement est déjà en vigueur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.text_version})"


class Evidence(models.Model):
    """One check of what a volunteer declared: source, what was compared, result."""

    class Source(models.TextChoices):
        REGISTER = "register", "répertoire RPPS"
        DOCUMENT = "document", "document vu"
        STRUCTURE = "structure", "attesté par une structure"

    class Result(models.TextChoices):
        MATCH = "match", "conforme"
        NAME_DIFFERS = "name_differs", "nom différent"
        INACTIVE = "inactive", "inactif"
        NOT_FOUND = "not_found", "introuvable"
        NOT_CHECKABLE = "not_checkable", "non vérifiable"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="evidences", verbose_name="volontaire"
    )
    source = models.CharField("source", max_length=12, choices=Source.choices)
    result = models.CharField("résultat", max_length=14, choices=Result.choices)
    compared = models.CharField("éléments comparés", max_length=300)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vérifié par",
    )
    checked_at = models.DateTimeField("vérifié le", auto_now_add=True)
    next_check_on = models.DateField("à revoir le", null=True, blank=True)

    class Meta:
        verbose_name = "vérification"
        verbose_name_plural = "vérifications"

    def __str__(self) -> str:
        return f"{self.get_source_display()} : {self.get_result_display()}"
