from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string


def sectors_named(key: str) -> Any:
    """The sectors that the search box of the directory may name."""
    # By name, because models cannot be imported before the applications are ready.
    return import_string("coordination.oncall.selectors.lines.sector_names.sectors_named")(key)


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
        import_module("directory.registry").tell_places(sectors_named)
