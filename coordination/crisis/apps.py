"""The application, and its entry in the navigation."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.module_loading import import_string

from portal.ui import navigation

# What feeds situation reports: each declares itself when it is imported.
SOURCES = (
    "coordination.crisis.selectors.capacity",
    "coordination.crisis.selectors.figures.sitrep",
)


def may_see(request: HttpRequest) -> bool:
    """Whether the list of crises opens for the reader."""
    # By name, because models cannot be imported before the applications are ready.
    return bool(import_string("coordination.crisis.rules.may_see_crises")(request.user))


def territories_of_cells(user: Any) -> Any:
    """Where `user` reads the contacts kept for crisis cells."""
    return import_string("coordination.crisis.selectors.ground.territories_of_cells")(user)


def territories_in_crisis() -> Any:
    """Where the crisis hours of the directory are in force."""
    return import_string("coordination.crisis.selectors.ground.territories_in_crisis")()


class CrisisConfig(AppConfig):
    name = "coordination.crisis"
    label = "crisis"
    verbose_name = "Cellules de crise"

    def ready(self) -> None:
        """« SITE 47 », sent by SMS by somebody called, is read here; stuck calls are told."""
        # By name, because services cannot be imported before the applications are ready.
        registry = import_module("coordination.notifications.registry")
        registry.read_by("coordination.crisis.services.callout.reply")
        registry.audited_by("coordination.crisis.selectors.callout.board")
        annuaire = import_module("directory.registry")
        annuaire.open_audience("crisis", territories_of_cells)
        annuaire.tell_crises(territories_in_crisis)
        navigation.adjust("crisis", visible=may_see)
        for name in SOURCES:
            import_module(name)
