"""The experience that counts in a crisis: a closed list, used to require and to rank."""

from django.db import models


class Skill(models.TextChoices):
    RESUSCITATION = "resuscitation", "réanimation"
    CRITICAL_CARE = "critical_care", "soins critiques"
    EMERGENCY = "emergency", "urgences"
    NURSING_HOME = "nursing_home", "EHPAD"
    HOME_CARE = "home_care", "soins à domicile"
    GERIATRICS = "geriatrics", "gériatrie"
    PSYCHIATRY = "psychiatry", "psychiatrie"
    PAEDIATRICS = "paediatrics", "pédiatrie"
    PALLIATIVE = "palliative", "soins palliatifs"
    VACCINATION = "vaccination", "vaccination"
    SAMPLING = "sampling", "dépistage"
    DISPATCH = "dispatch", "régulation"
