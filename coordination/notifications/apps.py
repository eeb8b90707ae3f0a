from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.module_loading import autodiscover_modules, import_string

from portal.ui import navigation


def unread_messages(request: HttpRequest) -> int:
    """The count beside « Messages » in the navigation."""
    # By name, because models cannot be imported before the applications are ready.
    count = import_string("coordination.notifications.selectors.unread_count")
    return int(count(request.user))


class NotificationsConfig(AppConfig):
    name = "coordination.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Every module's `notices` is imported, so that its notices register themselves."""
        autodiscover_modules("notices")
        navigation.adjust("inbox", count=unread_messages)
