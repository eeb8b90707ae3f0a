"""GHT, CPTS and other groups of structures."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.viewsets import ReadOnlyModelViewSet

from directory.api.access import ForSystems
from directory.models import Membership, Network
from directory.selectors.reached import networks

KIND = OpenApiParameter("kind", str, description="ght, cpts, msp, cooperation ou other")


class NetworkMemberSerializer(serializers.ModelSerializer):
    """A member of today."""

    structure = serializers.UUIDField(source="structure.uuid", read_only=True)
    structure_name = serializers.CharField(source="structure.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["structure", "structure_name", "part", "starts_on", "source"]
        read_only_fields = fields


class NetworkSerializer(serializers.ModelSerializer):
    """A group and its members of today."""

    members = NetworkMemberSerializer(many=True, read_only=True)

    class Meta:
        model = Network
        fields = ["uuid", "kind", "code", "name", "source", "source_on", "closed_on", "members"]
        read_only_fields = fields


@extend_schema(parameters=[KIND])
class NetworkViewSet(ForSystems, ReadOnlyModelViewSet):
    """GHT, CPTS, health houses, cooperation bodies."""

    queryset = Network.objects.none()
    serializer_class = NetworkSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def get_queryset(self):
        kind = self.request.query_params.get("kind", "")
        if kind and kind not in Network.Kind.values:
            raise ValidationError({"kind": f"Choisissez : {', '.join(Network.Kind.values)}."})
        return networks(self.request.user, kind=kind)
