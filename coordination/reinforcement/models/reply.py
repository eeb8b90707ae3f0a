"""The short number by which an SMS answers one ask."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from coordination.reinforcement.models.assignment import Assignment

FIRST, LAST = 10, 99


class ReplyCode(models.Model):
    """« OUI 47 » from `phone` is a yes to `assignment`: unique among the asks of that number."""

    assignment = models.OneToOneField(
        Assignment, models.CASCADE, related_name="reply_code", verbose_name="affectation"
    )
    phone = models.CharField("téléphone", max_length=20)
    code = models.PositiveSmallIntegerField(
        "code", validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)]
    )
    given_at = models.DateTimeField("donné le")

    class Meta:
        verbose_name = "code de réponse"
        verbose_name_plural = "codes de réponse"
        constraints = [
            models.UniqueConstraint(
                fields=["phone", "code"],
                name="reply_code_once_per_phone",
                violation_error_message="Ce code répond déjà à une autre demande.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.phone}"
