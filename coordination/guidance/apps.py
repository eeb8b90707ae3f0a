"""The application: what is recommended, to whom, and who has read it."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "coordination.guidance"
    label = "guidance"
    verbose_name = "Recommandations"
