"""Meetings, in the API: planned, moved, held, their agenda and their minutes."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell, role_named
from coordination.crisis.models import AgendaItem, Meeting, MinuteLine
from coordination.crisis.selectors.meetings.page import meetings_seen
from coordination.crisis.services.meetings import planning, sitting
from coordination.crisis.services.meetings.closing import close_meeting
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText, SecureLink


class AgendaItemSerializer(serializers.ModelSerializer):
    """A point of the agenda."""

    class Meta:
        model = AgendaItem
        fields: ClassVar[list[str]] = [
            *("rank", "kind", "title", "planned_minutes", "link", "started_at", "ended_at"),
        ]


class MinuteLineSerializer(serializers.ModelSerializer):
    """A line of the minutes, and the decision or the task that it made."""

    author = serializers.CharField()
    decision = serializers.IntegerField(source="decision.number", allow_null=True, default=None)
    task = serializers.UUIDField(source="task.uuid", allow_null=True, default=None)

    class Meta:
        model = MinuteLine
        fields: ClassVar[list[str]] = ["at", "author", "kind", "text", "decision", "task"]


class MeetingSerializer(serializers.ModelSerializer):
    """A meeting: when, how to join, its agenda and its minutes."""

    cell = serializers.UUIDField(source="cell.uuid")
    items = AgendaItemSerializer(many=True)
    lines = MinuteLineSerializer(many=True)

    class Meta:
        model = Meeting
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "number", "title", "starts_at", "planned_minutes", "state"),
            *("video_url", "dial_in", "fallback_phone", "place", "opened_at", "closed_at"),
            *("cancel_reason", "items", "lines"),
        ]


class CancelSerializer(serializers.Serializer):
    """Why it is not held."""

    reason = FreeText(max_length=300)


class MinuteSerializer(serializers.Serializer):
    """What was said; `confirmed`: it was read again, and speaks of no patient."""

    text = FreeText(max_length=1000)
    kind = serializers.ChoiceField(MinuteLine.Kind.choices, default=MinuteLine.Kind.NOTE)
    confirmed = serializers.BooleanField(default=False)


class MeetingPlanSerializer(serializers.Serializer):
    """When, for how long; joined as the cell is unless it says otherwise."""

    cell = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    planned_minutes = serializers.IntegerField(min_value=5, max_value=480, default=30)
    title = FreeText(max_length=120, default="", allow_blank=True)
    video_url = SecureLink(max_length=200, default="", allow_blank=True)
    dial_in = FreeText(max_length=60, default="", allow_blank=True)
    place = FreeText(max_length=200, default="", allow_blank=True)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, meeting):
        """As it then reads."""
        return MeetingSerializer(meeting, context=self.context).data


class MeetingMoveSerializer(serializers.Serializer):
    """Another hour."""

    starts_at = serializers.DateTimeField()


class NewAgendaItemSerializer(serializers.Serializer):
    """A point of the agenda, the role that presents it, for how long."""

    title = FreeText(max_length=200)
    kind = serializers.ChoiceField(AgendaItem.Kind.choices, default=AgendaItem.Kind.INFORMATION)
    role = serializers.SlugField(default="", allow_blank=True)
    planned_minutes = serializers.IntegerField(min_value=1, max_value=120, default=5)
    confirmed = serializers.BooleanField(default=False)


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: MeetingSerializer}))
class MeetingViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The meetings of the cells whose log one reads (`?cell=` for one cell); a POST plans one."""

    queryset = Meeting.objects.none()
    serializer_class = MeetingSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "réunions"
    permission_classes = [
        ByRule.of(
            create=rules.may_see_crises, move=rules.may_hold_meeting,
            add_item=rules.may_hold_meeting, open=rules.may_hold_meeting,
            close=rules.may_hold_meeting, cancel=rules.may_hold_meeting,
            minute=rules.may_hold_meeting,
        )
    ]  # fmt: skip

    def get_queryset(self):
        seen = meetings_seen(self.request.user).prefetch_related(
            "items", "lines__author", "lines__decision", "lines__task"
        )
        return self.narrowed(seen)

    def get_serializer_class(self):
        return MeetingPlanSerializer if self.action == "create" else MeetingSerializer

    def perform_create(self, serializer):
        """Its people are told when and how to join."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        confirmed, said = asked.pop("confirmed"), planning.NewMeeting(**asked)
        plan = planning.plan_meeting
        serializer.instance = plan(cell, said, by=self.request.user, confirmed=confirmed)

    @act(MeetingMoveSerializer)
    def move(self):
        """Planned at another hour; its people are told."""
        return planning.move_meeting

    @act(NewAgendaItemSerializer)
    def add_item(self):
        """Last on the agenda."""
        return _add

    @act()
    def open(self):
        """Planned to open, its agenda filled."""
        return sitting.open_meeting

    @act()
    def close(self):
        """Open to closed: the record goes to the absent."""
        return close_meeting

    @act(CancelSerializer)
    def cancel(self):
        """Planned to cancelled."""
        return planning.cancel_meeting

    @act(MinuteSerializer)
    def minute(self):
        """One line more; `!` opens a decision, `+` a task."""
        return _write


def _write(meeting, *, text, kind, confirmed, by):
    line = sitting.NewLine(text=text, kind=kind)
    sitting.write_minute(meeting, line, by=by, confirmed=confirmed)


def _add(meeting, *, by, role, **said):
    planning.add_item(meeting, by=by, owner_role=role_named(meeting.cell, role), **said)


ROUTES = [("meetings", MeetingViewSet, "meeting")]
