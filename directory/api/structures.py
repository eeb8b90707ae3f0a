"""The directory in the API: the same filters and the same order as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from directory.api.access import ForSystems
from directory.api.services import ServiceSerializer
from directory.forms import StructureFilter
from directory.models import (
    Alias,
    ContactPoint,
    FieldSource,
    Identifier,
    Membership,
    Parentage,
    Structure,
)
from directory.selectors import find_structures, of_category, suggested
from directory.selectors.reached import structure_of_number
from directory.selectors.structure_page import structure_page
from portal.rest.paging import Keyset

FILTERS = {
    "q": "Nom, service, commune, numéro FINESS, SIRET, RPPS ou téléphone ; fautes acceptées",
    "categorie": "Code de catégorie (TRE_R66), par exemple 355",
    "territoire": "Identifiant d’un territoire (voir territories)",
    "commune": "Nom, code postal ou code officiel d’une commune",
    "rayon": "Kilomètres autour de la commune : 5, 10, 20, 30, 50 ou 100",
    "service": "Code d’un service proposé, par exemple vaccination",
    "ouvert": "« on » : un de ces services est ouvert maintenant",
    "astreinte": "« on » : quelqu’un de la structure est d’astreinte maintenant",
    "autour": "Identifiant public d’une structure : autour d’elle, dans le rayon",
    "pres": "Un point, « 48.30,4.07 » : autour de lui, dans le rayon",
    "mots": "« on » : les mots de « q » tels quels, sans y lire un lieu",
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
class StructureViewSet(ForSystems, ReadOnlyModelViewSet):
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


class IdentifierSerializer(serializers.ModelSerializer):
    """A number, present or former."""

    class Meta:
        model = Identifier
        fields = ["system", "value", "key", "is_primary", "starts_on", "ends_on"]
        read_only_fields = fields


class AliasSerializer(serializers.ModelSerializer):
    """Another name."""

    class Meta:
        model = Alias
        fields = ["kind", "name", "until", "source"]
        read_only_fields = fields


class PublicLineSerializer(serializers.ModelSerializer):
    """A public line, the first to call first."""

    class Meta:
        model = ContactPoint
        fields = [
            *("function", "channel", "value", "usage", "note", "tested_on", "source", "as_of"),
        ]
        read_only_fields = fields


class SourceSerializer(serializers.ModelSerializer):
    """Where the value of one field comes from; the others come from the row's own source."""

    class Meta:
        model = FieldSource
        fields = ["field", "source", "as_of", "confidence", "is_locked"]
        read_only_fields = fields


class TieSerializer(serializers.ModelSerializer):
    """A network to which the structure belongs, or belonged."""

    network = serializers.UUIDField(source="network.uuid", read_only=True)
    network_name = serializers.CharField(source="network.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["network", "network_name", "part", "starts_on", "ends_on", "source"]
        read_only_fields = fields


class ParentSerializer(serializers.ModelSerializer):
    """What the structure belongs to, or belonged to."""

    structure = serializers.UUIDField(source="parent.uuid", read_only=True)
    structure_name = serializers.CharField(source="parent.name", read_only=True)

    class Meta:
        model = Parentage
        fields = ["structure", "structure_name", "starts_on", "ends_on"]
        read_only_fields = fields


class FullStructureSerializer(StructureSerializer):
    """All that is public of a structure, with where each thing comes from."""

    identifiers = IdentifierSerializer(many=True, source="page.identifiers", read_only=True)
    aliases = AliasSerializer(many=True, source="page.aliases", read_only=True)
    services = ServiceSerializer(many=True, source="offered", read_only=True)
    contacts = PublicLineSerializer(many=True, source="public_lines", read_only=True)
    parents = ParentSerializer(many=True, source="page.parents", read_only=True)
    networks = TieSerializer(many=True, source="page.memberships", read_only=True)
    field_sources = SourceSerializer(many=True, source="sources_told", read_only=True)

    class Meta(StructureSerializer.Meta):
        fields = [
            *StructureSerializer.Meta.fields, "level", "absent_on", "changed_at", "identifiers",
            "aliases", "services", "contacts", "parents", "networks", "field_sources",
        ]  # fmt: skip
        read_only_fields = fields


class MergedAway(APIException):
    """410: two structures turned out to be one, and this is not the one that was kept."""

    status_code = 410

    def __init__(self, survivor):
        detail = f"Cette structure a été réunie à « {survivor} » : lisez celle-ci."
        super().__init__({"detail": detail, "code": "Merged", "survivor": str(survivor.uuid)})


class FullStructureViewSet(StructureViewSet):
    """Structures of the directory: the list as the pages find it, each one in full."""

    lookup_value_converter = "uuid"

    def get_serializer_class(self):
        return FullStructureSerializer if self.action == "retrieve" else StructureSerializer

    def get_object(self):
        return in_full(self.request.user, super().get_object())


@extend_schema(parameters=[OpenApiParameter("number", str, OpenApiParameter.PATH)])
class NumberViewSet(ForSystems, GenericViewSet):
    """The structure that bears a FINESS or SIRET number, or bore it."""

    queryset = Structure.objects.none()
    serializer_class = FullStructureSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Za-z]{3,40}"

    def retrieve(self, request, number):
        found = structure_of_number(request.user, number)
        if found is None:
            raise NotFound("Aucune structure ne porte ni n’a porté ce numéro.")
        return Response(self.get_serializer(in_full(request.user, found)).data)


@extend_schema(parameters=[OpenApiParameter("q", str, description=FILTERS["q"])])
class SuggestionViewSet(ForSystems, ListModelMixin, GenericViewSet):
    """The likeliest structures as one types, from three signs on."""

    queryset = Structure.objects.none()
    serializer_class = StructureSerializer
    pagination_class = None

    def get_queryset(self):
        return suggested(self.request.user, self.request.query_params.get("q", ""))


def in_full(user, structure):
    """The structure with what `user` reads of its page. Raises MergedAway."""
    if structure.merged_into_id is not None:
        raise MergedAway(Structure.resolve(structure.uuid))
    structure.page = structure_page(user, structure)
    structure.sources_told = list(structure.page.sources.values())
    structure.offered = [line.service for line in structure.page.services]
    structure.public_lines = [one for one in structure.page.contacts if one.audience == "public"]
    return structure
