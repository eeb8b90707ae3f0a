"""The application, and its entry in the navigation."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.module_loading import import_string

from portal.ui import navigation


def may_see(request: HttpRequest) -> bool:
    """Whether the list of crises opens for the reader."""
    # By name, because models cannot be imported before the applications are ready.
    return bool(import_string("coordination.crisis.rules.may_see_crises")(request.user))


class CrisisConfig(AppConfig):
    name = "coordination.crisis"
    label = "crisis"
    verbose_name = "Cellules de crise"

    def ready(self) -> None:
        navigation.adjust("crisis", visible=may_see)
