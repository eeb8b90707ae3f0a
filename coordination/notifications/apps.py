from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "coordination.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Every module's `notices` is imported, so that its notices register themselves."""
        autodiscover_modules("notices")
