from django.apps import AppConfig


class ReinforcementConfig(AppConfig):
    name = "coordination.reinforcement"
    label = "reinforcement"
    verbose_name = "Renforts"
