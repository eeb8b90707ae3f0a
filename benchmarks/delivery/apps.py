import os

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DeliveryBenchConfig(AppConfig):
    name = "benchmarks.delivery"
    label = "delivery_bench"

    def ready(self) -> None:
        """Leases as long as the measure asks for."""
        seconds = os.environ.get("MEASURE_LEASE_SECONDS")
        if seconds:
            delivery = import_string("coordination.notifications.delivery")
            delivery.LEASE_SECONDS = int(seconds)
            delivery.LEAST_LEASE_SECONDS = int(seconds) // 3
