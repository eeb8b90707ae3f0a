from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "coordination.crisis"
    label = "crisis"
    verbose_name = "Cellules de crise"
