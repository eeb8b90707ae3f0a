"""The application, which ties modules that do not know each other."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string


def territories_regulated() -> Any:
    """Where the level of a cell asks that each need be approved (rule 18 of crises)."""
    # By name, because models cannot be imported before the applications are ready.
    return import_string("coordination.crisis.selectors.ground.territories_regulated")()


def volunteers_by_trade(codes: Any, territory: int) -> Any:
    """The volunteers of those professions who live there."""
    found = import_string("coordination.situation.selectors.audience.volunteers_by_trade")
    return found(codes, territory)


class SituationConfig(AppConfig):
    name = "coordination.situation"
    label = "situation"
    verbose_name = "Situation"

    def ready(self) -> None:
        """The needs of a territory follow the level of its crisis cell; recommendations reach
        volunteers."""
        import_module("coordination.reinforcement.registry").regulate(territories_regulated)
        import_module("coordination.guidance.registry").provide_professionals(volunteers_by_trade)
