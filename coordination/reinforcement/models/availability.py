"""When a volunteer is free: what they declared, period by period or week by week."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from coordination.reinforcement.models.kept import keeps
from coordination.reinforcement.models.volunteer import Volunteer

# "Free" is what is declared available less what is declared unavailable, from now on. The
# database keeps it, so that no bulk write can leave it wrong and one row answers "covers
# this slot?" whatever the number of declared periods.
REFRESH_FREE = """
    UPDATE reinforcement_volunteer AS v
    SET free = COALESCE((
        SELECT COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'available'), '{{}}')
             - COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'unavailable'), '{{}}')
        FROM reinforcement_availability AS a
        WHERE a.volunteer_id = v.id AND upper(a.period) > now()
    ), '{{}}')
    WHERE v.id IN ({changed});
    RETURN NULL;
"""


class Availability(models.Model):
    """What a volunteer declared of a half-open period. Unavailable wins over available."""

    class Nature(models.TextChoices):
        AVAILABLE = "available", "disponible"
        ON_CALL = "on_call", "joignable en astreinte"
        UNAVAILABLE = "unavailable", "indisponible"

    class Origin(models.TextChoices):
        DATED = "dated", "date précise"
        WEEKLY = "weekly", "semaine type"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="availabilities", verbose_name="volontaire"
    )
    nature = models.CharField(
        "nature", max_length=12, choices=Nature.choices, default=Nature.AVAILABLE
    )
    origin = models.CharField("origine", max_length=8, choices=Origin.choices, default=Origin.DATED)
    period = DateTimeRangeField("période")

    class Meta:
        verbose_name = "disponibilité"
        verbose_name_plural = "disponibilités"
        constraints = [
            ExclusionConstraint(
                name="availability_no_overlap",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("nature", RangeOperators.EQUAL),
                    ("origin", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Vous avez déjà déclaré une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="availability_bounded",
                violation_error_message="Une disponibilité a un début et une fin.",
            ),
        ]
        triggers = [
            keeps("free_after_insert", REFRESH_FREE, pgtrigger.Insert, new="added"),
            keeps("free_after_update", REFRESH_FREE, pgtrigger.Update, old="removed", new="added"),
            keeps("free_after_delete", REFRESH_FREE, pgtrigger.Delete, old="removed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.period}"


class WeeklyPattern(models.Model):
    """A weekly habit, in the volunteer's local time; `ends` at or before `starts` is next day."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="patterns", verbose_name="volontaire"
    )
    weekday = models.PositiveSmallIntegerField(
        "jour",
        choices=list(
            enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])
        ),
    )
    starts = models.TimeField("de")
    ends = models.TimeField("à")

    class Meta:
        verbose_name = "habitude hebdomadaire"
        verbose_name_plural = "habitudes hebdomadaires"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "weekday", "starts"],
                name="weekly_pattern_once",
                violation_error_message="Ce créneau est déjà dans votre semaine type.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"
