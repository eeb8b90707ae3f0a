"""Services: what comes to a commune, and whether it is open."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from directory.api.access import ForSystems
from directory.forms import ServiceFilter
from directory.models import Service
from directory.selectors import hours
from directory.selectors.reached import services_offered

FILTERS = {
    "commune": "Nom, code postal ou code officiel de la commune où le service doit intervenir",
    "service": "Code de l’activité, par exemple vaccination",
    "ouvert": "« on » : ouvert maintenant, à l’heure du lieu",
}
PARAMETERS = [OpenApiParameter(name, str, description=FILTERS[name]) for name in FILTERS]


class ZoneSerializer(serializers.Serializer):
    """A territory where a service comes."""

    kind = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()


class ServiceSerializer(serializers.ModelSerializer):
    """A service; `is_open` is null when nobody said its hours, or those of a public holiday."""

    activity_label = serializers.CharField(source="activity.label", read_only=True)
    is_open = serializers.BooleanField(read_only=True, allow_null=True)
    on_holiday = serializers.BooleanField(read_only=True)
    usual_hours = serializers.SerializerMethodField()
    crisis_hours = serializers.SerializerMethodField()
    zones = ZoneSerializer(many=True, read_only=True)

    class Meta:
        model = Service
        fields = [
            *("uuid", "activity", "activity_label", "name", "conditions", "is_open"),
            "on_holiday",
            *("usual_hours", "crisis_hours", "zones", "starts_on", "ends_on", "source", "as_of"),
        ]
        read_only_fields = fields

    def get_usual_hours(self, one) -> list[str]:
        return hours.usual(one.hours.all(), closed_on_holidays=one.closed_on_holidays)

    def get_crisis_hours(self, one) -> list[str]:
        return hours.weekly(row for row in one.hours.all() if row.regime == "crisis")


class OfferedSerializer(ServiceSerializer):
    """A service and the structure that offers it."""

    structure = serializers.UUIDField(source="structure.uuid", read_only=True)
    structure_name = serializers.CharField(source="structure.name", read_only=True)
    commune_code = serializers.CharField(source="structure.commune.code", read_only=True)

    class Meta(ServiceSerializer.Meta):
        fields = ["structure", "structure_name", "commune_code", *ServiceSerializer.Meta.fields]
        read_only_fields = fields


@extend_schema(parameters=PARAMETERS)
class ServiceViewSet(ForSystems, ListModelMixin, GenericViewSet):
    """Services that come to a commune, wherever they are."""

    queryset = Service.objects.none()
    serializer_class = OfferedSerializer

    def get_queryset(self):
        form = ServiceFilter(self.request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors)
        asked = form.cleaned_data
        return services_offered(
            self.request.user, commune=asked["commune"],
            activity=asked["service"], only_open=asked["ouvert"],
        )  # fmt: skip
