"""What the tests of the directory in depth share: a hospital, its services, its lines."""

from django.utils import timezone
from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from directory.models import Activity, ContactPoint, ImportRun, OpeningHours, Service
from tests.people import StructureFactory

WHOLE_DAY = (0, 1440)


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity
        django_get_or_create = ("code",)

    code = "nuit"
    label = "Infirmière de nuit"


class ServiceFactory(DjangoModelFactory):
    """A night nurse, at an EHPAD; give hours with `hours`."""

    class Meta:
        model = Service

    structure = SubFactory(StructureFactory)
    activity = SubFactory(ActivityFactory)


class ContactFactory(DjangoModelFactory):
    """A public switchboard."""

    class Meta:
        model = ContactPoint

    structure = SubFactory(StructureFactory)
    function = ContactPoint.Function.SWITCHBOARD
    channel = ContactPoint.Channel.PHONE
    value = Sequence(lambda n: f"+3332549{n:04d}")
    audience = "public"


def hours(service, days, opens, closes, *, regime="usual"):
    """`service` is open on `days` (1 is Monday) from minute to minute."""
    for day in days:
        OpeningHours.objects.create(
            service=service, weekday=day, opens=opens, closes=closes, regime=regime
        )


def a_run():
    """One applied run of FINESS."""
    told = {"source": "FINESS", "file_name": "finess.csv", "state": "applied"}
    found, _ = ImportRun.objects.get_or_create(**told, defaults={"started_at": timezone.now()})
    return found
