from django.apps import AppConfig


class OncallConfig(AppConfig):
    name = "coordination.oncall"
    label = "oncall"
    verbose_name = "Astreintes"
