"""What was served, in the API: interventions, statements of a month, certificates."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from coordination.oncall import rules
from coordination.oncall.clock import ImpossibleHour, UnreadableInstant, read_instant
from coordination.oncall.forms.served import MonthForm
from coordination.oncall.models import Certificate, Intervention, Line
from coordination.oncall.selectors.holders.trips import record_at
from coordination.oncall.selectors.serving.certification import minutes
from coordination.oncall.selectors.serving.my_service import person_of
from coordination.oncall.selectors.serving.statement import statement_of, statement_of_line
from coordination.oncall.services.serving.intervention import note_intervention, remove_intervention
from portal.lib.access import check
from portal.lib.time import PARIS
from portal.rest.access import ByRule
from portal.rest.answers import act


@extend_schema_field(OpenApiTypes.DATETIME)
class InstantField(serializers.Field):
    """An ISO instant; without offset an hour of Paris, which is never guessed when it does not
    exist or exists twice."""

    def to_internal_value(self, data):
        """The instant, in UTC."""
        try:
            return read_instant(str(data), PARIS)
        except (ImpossibleHour, UnreadableInstant) as error:
            raise ValidationError(str(error)) from error

    def to_representation(self, value):
        """ISO 8601, in UTC."""
        return value.isoformat()


class InterventionSerializer(serializers.ModelSerializer):
    """A call answered during a duty of the reader, and its trip. Nothing on the patient."""

    line = serializers.SlugField(source="record.line.slug", read_only=True)
    sector = serializers.CharField(source="record.sector.name", read_only=True)
    person = serializers.CharField(read_only=True)
    called_at = InstantField()
    trip_started_at = InstantField(required=False, allow_null=True)
    ended_at = InstantField()

    class Meta:
        model = Intervention
        fields: ClassVar[list[str]] = [
            *("uuid", "line", "sector", "person", "kind", "motive", "called_at"),
            *("trip_started_at", "ended_at", "distance_km"),
        ]
        read_only_fields: ClassVar[list[str]] = ["uuid"]


class InterventionViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """One's own interventions, and those of the lines one coordinates."""

    queryset = Intervention.objects.none()
    serializer_class = InterventionSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(create=rules.may_ask_on_call, remove=rules.may_remove_intervention)
    ]

    def get_queryset(self):
        seen = Intervention.objects.visible_to(self.request.user).live().distinct()
        return seen.select_related("record__line", "record__sector", "record__person", "person")

    def perform_create(self, serializer):
        """It stands on the duty under way at the call."""
        person, asked = person_of(self.request.user), serializer.validated_data
        record = record_at(person, asked["called_at"]) if person else None
        if record is None:
            raise ValidationError(
                {"called_at": "Aucune de vos astreintes n’est enregistrée alors."}
            )
        serializer.instance = note_intervention(record, by=self.request.user, **asked)

    @act()
    def remove(self):
        """A mistake counts no more."""
        return remove_intervention


class AccountSerializer(serializers.Serializer):
    """A person on a line over a month, in minutes."""

    person = serializers.CharField()
    line = serializers.CharField()
    duties = serializers.DictField(child=serializers.IntegerField())
    planned_minutes = serializers.IntegerField()
    recorded_minutes = serializers.IntegerField()
    served_minutes = serializers.IntegerField()
    certified_minutes = serializers.IntegerField()
    paid_minutes = serializers.IntegerField()
    interventions = serializers.IntegerField()
    trips = serializers.IntegerField()
    intervention_minutes = serializers.IntegerField()
    distance_km = serializers.DecimalField(max_digits=8, decimal_places=1)


class StatementViewSet(GenericViewSet):
    """The statement of a month: of a line one coordinates, or one's own."""

    queryset = Line.objects.none()
    serializer_class = AccountSerializer
    pagination_class = None

    @extend_schema(
        parameters=[
            OpenApiParameter("line", str, description="Nom de la ligne dans l’adresse"),
            OpenApiParameter("mois", str, description="Mois, par exemple 2026-03"),
        ],
        responses=AccountSerializer(many=True),
    )
    def list(self, request):
        """Planned, recorded, served, certified and sent to payment, side by side."""
        first = MonthForm(request.query_params).first
        slug = request.query_params.get("line")
        if slug:
            line = Line.objects.visible_to(request.user).filter(slug=slug).first()
            if line is None:
                raise NotFound("Aucune ligne de ce nom ne vous est visible.")
            check(rules.may_run_line, request.user, line)
            statement = statement_of_line(line, first)
        else:
            person = person_of(request.user)
            if person is None:
                raise NotFound("Votre compte n’est relié à aucune personne d’astreinte.")
            statement = statement_of(person, first)
        rows = [_account(one) for one in statement.accounts]
        return Response(AccountSerializer(rows, many=True).data)


def _account(one):
    return {
        "person": str(one.person),
        "line": one.line.slug,
        "duties": one.served.duties,
        "planned_minutes": minutes(one.planned.total),
        "recorded_minutes": minutes(one.recorded.total),
        "served_minutes": minutes(one.served.total),
        "certified_minutes": minutes(one.certified),
        "paid_minutes": minutes(one.paid),
        "interventions": one.calls,
        "trips": one.trips,
        "intervention_minutes": minutes(one.at_work),
        "distance_km": one.km,
    }


class CertificateSerializer(serializers.ModelSerializer):
    """Who served a roster, as signed. `content`: duties and interventions."""

    roster = serializers.UUIDField(source="roster.uuid")
    line = serializers.SlugField(source="roster.line.slug")
    state = serializers.CharField(source="roster.state")

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = [
            *("uuid", "line", "roster", "state", "number", "motive", "signed_at"),
            *("content_hash", "content"),
        ]
        read_only_fields = fields


class CertificateViewSet(ReadOnlyModelViewSet):
    """The certificates of the lines one coordinates."""

    queryset = Certificate.objects.none()
    serializer_class = CertificateSerializer
    lookup_field = "uuid"
    ordering = "-pk"

    def get_queryset(self):
        return Certificate.objects.visible_to(self.request.user).select_related("roster__line")


ROUTES = [
    ("interventions", InterventionViewSet, "intervention"),
    ("oncall-statements", StatementViewSet, "statement"),
    ("certificates", CertificateViewSet, "certificate"),
]
