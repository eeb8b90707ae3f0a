from django.apps import AppConfig


class NoticesOfTheTests(AppConfig):
    name = "tests.coordination.notifications"
    label = "notices_of_the_tests"
