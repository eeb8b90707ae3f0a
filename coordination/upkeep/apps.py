"""The application by which the people of the structures keep the directory."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "coordination.upkeep"
    label = "upkeep"
    verbose_name = "Tenue de l’annuaire"
