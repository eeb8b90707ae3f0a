import os
from importlib import import_module

from django.apps import AppConfig


class DeliveryBenchConfig(AppConfig):
    name = "benchmarks.delivery"
    label = "delivery_bench"

    def ready(self) -> None:
        """Leases as long as the measure asks for."""
        seconds = os.environ.get("MEASURE_LEASE_SECONDS")
        if seconds:
            delivery = import_module("coordination.notifications.delivery")
            delivery.LEASE_SECONDS = int(seconds)
            delivery.LEAST_LEASE_SECONDS = int(seconds) // 3
