"""Situation reports, in the API: drafted, written, validated, issued."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell
from coordination.crisis.models import Sitrep, SitrepFigure
from coordination.crisis.services import sitrep as services
from coordination.crisis.services.sitrep_follow import note_opened
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class SitrepFigureSerializer(serializers.ModelSerializer):
    """A figure as that audience reads it: `words` is masked when few, « inconnu » when missing."""

    words = serializers.CharField(read_only=True)
    age = serializers.CharField(read_only=True)

    class Meta:
        model = SitrepFigure
        fields: ClassVar[list[str]] = ["code", "label", "words", "source", "as_of", "age"]


class SitrepSerializer(serializers.ModelSerializer):
    """A situation report: its sections, its figures, where the log stood."""

    cell = serializers.UUIDField(source="cell.uuid")
    author = serializers.CharField()
    validator = serializers.CharField(allow_null=True)
    figures = SitrepFigureSerializer(many=True)

    class Meta:
        model = Sitrep
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "number", "audience", "state", "level", "since", "as_of"),
            *Sitrep.SECTIONS,
            *("author", "validator", "validated_at", "issued_at", "next_at", "content_hash"),
            *("log_seq", "log_head", "figures"),
        ]


class SitrepDraftSerializer(serializers.Serializer):
    """Of which cell, for whom."""

    cell = serializers.UUIDField()
    audience = serializers.ChoiceField(Sitrep.Audience.choices, default=Sitrep.Audience.CELL)

    def to_representation(self, sitrep):
        """As it then reads."""
        return SitrepSerializer(sitrep, context=self.context).data


def _section():
    return FreeText(max_length=services.LONGEST, required=False, allow_blank=True)


class SitrepWordsSerializer(serializers.Serializer):
    """The sections that change; `confirmed`: read again, they speak of no patient."""

    confirmed = serializers.BooleanField(default=False)

    def get_fields(self):
        """One text for each section."""
        return super().get_fields() | {name: _section() for name in Sitrep.SECTIONS}


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: SitrepSerializer}))
class SitrepViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The reports one reads (`?cell=` for those of one cell); a POST begins a draft."""

    queryset = Sitrep.objects.none()
    serializer_class = SitrepSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "points de situation"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises, write=rules.may_move_sitrep,
            refresh=rules.may_move_sitrep, submit=rules.may_move_sitrep,
            send_back=rules.may_move_sitrep, validate=rules.may_move_sitrep,
            issue=rules.may_move_sitrep,
        )
    ]  # fmt: skip

    def get_queryset(self):
        seen = Sitrep.objects.visible_to(self.request.user)
        related = seen.select_related("cell__crisis", "cell__territory", "author", "validator")
        return self.narrowed(related.prefetch_related("figures__sitrep"))

    def get_serializer_class(self):
        return SitrepDraftSerializer if self.action == "create" else SitrepSerializer

    def get_object(self):
        """Whoever was sent it has opened it."""
        sitrep = super().get_object()
        note_opened(sitrep, self.request.user)
        return sitrep

    def perform_create(self, serializer):
        """Filled with what is known since the report before."""
        asked = serializer.validated_data
        cell = self.cell_asked(asked["cell"], rules.may_write_log)
        draft = services.draft_sitrep
        serializer.instance = draft(cell, audience=asked["audience"], by=self.request.user)

    @act(SitrepWordsSerializer)
    def write(self):
        """The draft says so."""
        return _write

    @act()
    def refresh(self):
        """Its figures are those of now."""
        return services.refresh_figures

    @act()
    def submit(self):
        """Draft to awaiting validation."""
        return services.submit_sitrep

    @act()
    def send_back(self):
        """Awaiting validation to draft."""
        return services.send_back_sitrep

    @act()
    def validate(self):
        """Fixed for good; 409 for its author from level 2."""
        return services.validate_sitrep

    @act()
    def issue(self):
        """Sent, with its PDF."""
        return services.issue_sitrep


def _write(sitrep, *, by, confirmed, **words):
    services.edit_sitrep(sitrep, words, by=by, confirmed=confirmed)


ROUTES = [("sitreps", SitrepViewSet, "sitrep")]
