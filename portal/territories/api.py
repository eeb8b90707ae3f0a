"""Territories in the API: whoever is signed in reads them all."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.rest.paging import Keyset
from portal.territories.models import Territory
from portal.territories.selectors import territories_named


class TerritorySerializer(serializers.ModelSerializer):
    """A territory, known by its kind and its official code."""

    class Meta:
        model = Territory
        fields = [
            *("id", "kind", "code", "name", "population", "latitude", "longitude"),
            *("postal_codes", "timezone", "closed_on"),
        ]
        read_only_fields = fields


class ByName(Keyset):
    """Page by page, in the order of the alphabet."""

    ordering = ("search_key", "pk")


FILTERS = {
    "q": "Début du nom, code postal ou code officiel",
    "kind": "region, department, epci, commune, arrondissement, cpts ou perimeter",
    "within": "Identifiant d’un territoire : ceux qu’il contient",
}
PARAMETERS = [OpenApiParameter(name, str, description=FILTERS[name]) for name in FILTERS]


@extend_schema(
    parameters=[OpenApiParameter(name, str, description=FILTERS[name]) for name in FILTERS]
)
class TerritoryViewSet(ReadOnlyModelViewSet):
    """Regions, departments, EPCI, communes and perimeters."""

    queryset = Territory.objects.none()
    serializer_class = TerritorySerializer
    pagination_class = ByName

    def get_queryset(self):
        asked = self.request.query_params
        within = asked.get("within", "")
        return territories_named(
            asked.get("q", ""),
            kind=asked.get("kind", ""),
            within=int(within[:18]) if within.isdecimal() else None,
        )


ROUTES = [("territories", TerritoryViewSet, "territory")]
