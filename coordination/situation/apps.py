"""The application, which ties modules that do not know each other."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string


def territories_regulated() -> Any:
    """Where the level of a cell asks that each need be approved (rule 18 of crises)."""
    # By name, because models cannot be imported before the applications are ready.
    return import_string("coordination.crisis.selectors.ground.territories_regulated")()


class SituationConfig(AppConfig):
    name = "coordination.situation"
    label = "situation"
    verbose_name = "Situation"

    def ready(self) -> None:
        """The needs of a territory follow the level of its crisis cell."""
        import_module("coordination.reinforcement.registry").regulate(territories_regulated)
