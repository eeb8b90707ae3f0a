"""Crises and cells, in the API: what exists, who holds what, levels."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.mixins import CreateModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.opening import CellOpeningSerializer, opened
from coordination.crisis.models import Cell, Crisis, Mode
from coordination.crisis.selectors.crisis_page import crises_seen
from coordination.crisis.selectors.membership import role_lines
from coordination.crisis.services import crisis as services
from coordination.crisis.services.activation import Check, Decided, change_level, lift_cell
from coordination.crisis.services.cell import record_access
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act, read
from portal.rest.texts import FreeText
from portal.territories.models import Territory

BRIEF = ("uuid", "kind", "name", "level", "level_name", "level_since")


class CellBriefSerializer(serializers.ModelSerializer):
    """A cell among those of its crisis."""

    class Meta:
        model = Cell
        fields: ClassVar[list[str]] = [*BRIEF]


class CrisisSerializer(serializers.ModelSerializer):
    """A crisis and the cells of it that the reader may see."""

    title = FreeText(max_length=120)
    nature = FreeText(max_length=300)
    effects = FreeText(max_length=2000, required=False, allow_blank=True)
    contact = FreeText(max_length=120, required=False, allow_blank=True)
    mode = serializers.ChoiceField(Mode.choices)
    territory = serializers.PrimaryKeyRelatedField(queryset=Territory.objects.only("pk"))
    cells = CellBriefSerializer(source="seen", many=True, read_only=True)

    class Meta:
        model = Crisis
        read_only_fields: ClassVar[list[str]] = ["uuid", "reference", "status", "ended_at"]
        fields: ClassVar[list[str]] = [
            *read_only_fields,
            *("title", "nature", "effects", "contact", "mode", "territory", "scale", "trend"),
            *("started_at", "cells"),
        ]


class CrisisViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The crises one sees; a POST declares one, which has no cell yet."""

    queryset = Crisis.objects.none()
    serializer_class = CrisisSerializer
    lookup_field = "reference"
    lookup_value_regex = "[^/.]+"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_declare,
            suspend=rules.may_run_crisis,
            resume=rules.may_run_crisis,
            complete=rules.may_run_crisis,
        )
    ]

    def get_queryset(self):
        return crises_seen(self.request.user)

    def perform_create(self, serializer):
        """Declared where the reader is a professional."""
        asked = serializer.validated_data
        check(rules.may_declare_on, self.request.user, asked["territory"])
        said = services.Declaration(**asked)
        serializer.instance = services.declare_crisis(said, by=self.request.user)
        serializer.instance.seen = []

    @act()
    def suspend(self):
        """In progress to stopped."""
        return services.suspend_crisis

    @act()
    def resume(self):
        """Stopped to in progress."""
        return services.resume_crisis

    @act()
    def complete(self):
        """Over, once every cell is at level 0."""
        return services.complete_crisis


class RoleLineSerializer(serializers.Serializer):
    """A role of a cell, and who holds it: an empty list is nobody."""

    role = serializers.CharField(source="role.slug")
    label = serializers.CharField(source="role.label")
    required = serializers.IntegerField(source="headcount")
    held_by = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_held_by(self, line):
        """Their names, the holder first."""
        return [str(member.user) for member in line.members]


class CellSerializer(serializers.ModelSerializer):
    """A cell: level and since when, contacts, roles."""

    crisis = serializers.CharField(source="crisis.reference")
    mode = serializers.ChoiceField(Mode.choices, source="crisis.mode")
    structure = serializers.UUIDField(source="structure.uuid", allow_null=True, default=None)
    parent = serializers.UUIDField(source="parent.uuid", allow_null=True, default=None)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = Cell
        fields: ClassVar[list[str]] = [
            *BRIEF,
            *("crisis", "mode", "structure", "parent", "territory", "visibility", "mailbox"),
            *("phone", "place", "opened_at", "archived_at", "roles"),
        ]

    @extend_schema_field(RoleLineSerializer(many=True))
    def get_roles(self, cell):
        """Only for one cell: a list would read them one by one."""
        one = self.context["view"].action == "retrieve"
        return RoleLineSerializer(role_lines(cell), many=True).data if one else []


class LevelChangeSerializer(serializers.Serializer):
    """To which level, on which decision; the reader decides."""

    to = serializers.IntegerField(min_value=1)
    capacity = FreeText(max_length=80)
    basis = FreeText(max_length=200)
    reason = FreeText(max_length=500)


class LiftSerializer(serializers.Serializer):
    """The exit checklist: codes done, and a note for each of the others."""

    capacity = FreeText(max_length=80)
    basis = FreeText(max_length=200)
    reason = FreeText(max_length=500)
    done = serializers.ListField(child=serializers.CharField(), default=list)
    notes = serializers.DictField(child=FreeText(max_length=300), default=dict)
    despite = FreeText(max_length=300, default="", allow_blank=True)


@extend_schema_view(
    create=extend_schema(request=CellOpeningSerializer, responses={201: CellSerializer})
)
class CellViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The cells one sees; a POST opens one."""

    queryset = Cell.objects.none()
    serializer_class = CellSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_declare, change_level=rules.may_run_cell, lift=rules.may_run_cell
        )
    ]

    def create(self, request, *args, **kwargs):
        """The cell as it then reads: at its level, people named for its roles, a first meeting."""
        cell = opened(read(CellOpeningSerializer, request), by=request.user)
        return Response(self.get_serializer(cell).data, status=status.HTTP_201_CREATED)

    def get_queryset(self):
        seen = Cell.objects.visible_to(self.request.user)
        return seen.select_related("crisis", "structure", "territory", "parent")

    def get_object(self):
        """A read of a restricted cell leaves its record."""
        cell = super().get_object()
        record_access(cell, self.request.user, what="api")
        return cell

    @act(LevelChangeSerializer)
    def change_level(self):
        """The people of the cell are told."""
        return _change

    @act(LiftSerializer)
    def lift(self):
        """Level 0, with the exit checklist."""
        return _lift


def _change(cell, *, to, by, **decision):
    change_level(cell, to=to, decided=Decided(by=by, **decision), by=by)


def _lift(cell, *, by, done, notes, despite, **decision):
    codes = {*done, *notes}
    checks = {code: Check(is_done=code in done, note=notes.get(code, "")) for code in codes}
    lift_cell(cell, decided=Decided(by=by, **decision), checks=checks, by=by, despite=despite)


ROUTES = [("crises", CrisisViewSet, "crisis"), ("cells", CellViewSet, "cell")]
