from django.apps import AppConfig


class DeliveryBenchConfig(AppConfig):
    name = "benchmarks.delivery"
    label = "delivery_bench"
