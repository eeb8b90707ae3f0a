from importlib import import_module

from django.apps import AppConfig


class ReinforcementConfig(AppConfig):
    name = "coordination.reinforcement"
    label = "reinforcement"
    verbose_name = "Renforts"

    def ready(self) -> None:
        """What volunteers send by SMS is read here; cells may write to those who are silent."""
        # By name, because services cannot be imported before the applications are ready.
        registry = import_module("coordination.notifications.registry")
        registry.read_by("coordination.reinforcement.services.reply")
        offered = import_module("coordination.reinforcement.selectors.audience")
        import_module("coordination.crisis.sources").provide_audiences(offered.audiences)
