"""The directory in the API: the same filters and the same order as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.viewsets import ReadOnlyModelViewSet

from directory.forms import StructureFilter
from directory.models import Structure
from directory.selectors import find_structures, of_category
from portal.rest.paging import Keyset

FILTERS = {
    "q": "Nom, service, commune, numéro FINESS, SIRET, RPPS ou téléphone ; fautes acceptées",
    "categorie": "Code de catégorie (TRE_R66), par exemple 355",
    "territoire": "Identifiant d’un territoire (voir territories)",
    "commune": "Nom, code postal ou code officiel d’une commune",
    "rayon": "Kilomètres autour de la commune : 5, 10, 20, 30, 50 ou 100",
    "service": "Code d’un service proposé, par exemple vaccination",
    "ouvert": "« on » : un de ces services est ouvert maintenant",
    "couvre": "« on » : un de ces services intervient dans la commune, d’où que ce soit",
}
PARAMETERS = [OpenApiParameter(name, str, description=FILTERS[name]) for name in FILTERS]


class StructureSerializer(serializers.ModelSerializer):
    """A structure and where each thing comes from; codes are those of the official tables."""

    category_label = serializers.CharField(source="category.label", read_only=True)
    commune_code = serializers.CharField(source="commune.code", read_only=True)
    commune_name = serializers.CharField(source="commune.name", read_only=True)

    class Meta:
        model = Structure
        fields = [
            *("uuid", "finess", "legal_finess", "siret", "name", "other_name", "category"),
            *("category_label", "street", "postal_line", "commune_code", "commune_name", "phone"),
            *("email", "latitude", "longitude", "position_source", "opened_on", "closed_on"),
            *("source", "source_on"),
        ]
        read_only_fields = fields


class ByCriteria(Keyset):
    """Page by page, in the order of what is looked for."""

    def get_ordering(self, request, queryset, view):
        return view.criteria.order


@extend_schema(parameters=PARAMETERS)
class StructureViewSet(ReadOnlyModelViewSet):
    """Structures of the directory."""

    queryset = Structure.objects.none()
    serializer_class = StructureSerializer
    pagination_class = ByCriteria
    lookup_field = "uuid"

    def get_queryset(self):
        if self.action == "retrieve":
            visible = Structure.objects.visible_to(self.request.user)
            return visible.select_related("category", "commune")
        form = StructureFilter(self.request.query_params)
        # Only the pages count the structures of each category: any code may be asked here.
        form.show_categories([])
        self.criteria = form.criteria()
        if form.errors:
            raise ValidationError(form.errors)
        return of_category(
            find_structures(self.request.user, self.criteria), self.criteria
        ).for_list()


ROUTES = [("structures", StructureViewSet, "structure")]
