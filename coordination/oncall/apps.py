from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string

FOR_DIRECTORY = "coordination.oncall.selectors.answering.for_directory"


def sectors_named(key: str) -> Any:
    """The sectors that the search box of the directory may name."""
    # By name, because models cannot be imported before the applications are ready.
    return import_string("coordination.oncall.selectors.lines.sector_names.sectors_named")(key)


def duties_about(user: Any, structure: Any) -> Any:
    """Who is on call, for the page of a structure."""
    return import_string(f"{FOR_DIRECTORY}.duties_about")(user, structure)


def structures_on_duty() -> Any:
    """The structures that the directory may say to be on call now."""
    return import_string(f"{FOR_DIRECTORY}.structures_on_duty")()


class OncallConfig(AppConfig):
    name = "coordination.oncall"
    label = "oncall"
    verbose_name = "Astreintes"

    def ready(self) -> None:
        """« PRIS 47 », sent by SMS by somebody called, is read here; stuck alerts are told."""
        # By name, because services cannot be imported before the applications are ready.
        registry = import_module("coordination.notifications.registry")
        registry.read_by("coordination.oncall.services.alerts.alert_reply")
        registry.audited_by("coordination.oncall.selectors.alerts.alert")
        annuaire = import_module("directory.registry")
        annuaire.tell_places(sectors_named)
        annuaire.tell_duties(duties_about, structures_on_duty)
