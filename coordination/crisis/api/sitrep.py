"""Situation reports and meetings, in the API: what was said, and their moves."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.models import AgendaItem, Meeting, MinuteLine, Sitrep, SitrepFigure
from coordination.crisis.selectors.meetings.page import meetings_seen
from coordination.crisis.services import sitrep as services
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.meetings import planning, sitting
from coordination.crisis.services.meetings.closing import close_meeting
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


class SitrepViewSet(ReadOnlyModelViewSet):
    """The reports one reads; `?cell=` for those of one cell."""

    queryset = Sitrep.objects.none()
    serializer_class = SitrepSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            submit=rules.may_move_sitrep, send_back=rules.may_move_sitrep,
            validate=rules.may_move_sitrep, issue=rules.may_move_sitrep,
        )
    ]  # fmt: skip

    def get_queryset(self):
        seen = Sitrep.objects.visible_to(self.request.user)
        related = seen.select_related("cell__crisis", "cell__territory", "author", "validator")
        found = related.prefetch_related("figures__sitrep")
        return _of_cell(self.request, found)

    def get_object(self):
        """Whoever was sent it has opened it."""
        sitrep = super().get_object()
        record_access(sitrep.cell, self.request.user, what=f"api point {sitrep.number}")
        note_opened(sitrep, self.request.user)
        return sitrep

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


class MeetingViewSet(ReadOnlyModelViewSet):
    """The meetings of the cells whose log one reads; `?cell=` for those of one cell."""

    queryset = Meeting.objects.none()
    serializer_class = MeetingSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            open=rules.may_hold_meeting, close=rules.may_hold_meeting,
            cancel=rules.may_hold_meeting, minute=rules.may_hold_meeting,
        )
    ]  # fmt: skip

    def get_queryset(self):
        seen = meetings_seen(self.request.user).prefetch_related(
            "items", "lines__author", "lines__decision", "lines__task"
        )
        return _of_cell(self.request, seen)

    def get_object(self):
        """A read of a restricted cell leaves its record."""
        meeting = super().get_object()
        record_access(meeting.cell, self.request.user, what=f"api réunion {meeting.number}")
        return meeting

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


def _of_cell(request, rows):
    cell = serializers.UUIDField()
    asked = request.query_params.get("cell") if request else None
    return rows.filter(cell__uuid=cell.run_validation(asked)) if asked else rows


ROUTES = [("sitreps", SitrepViewSet, "sitrep"), ("meetings", MeetingViewSet, "meeting")]
