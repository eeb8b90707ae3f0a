from importlib import import_module

from django.apps import AppConfig


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
