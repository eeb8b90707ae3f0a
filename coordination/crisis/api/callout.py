"""Call-outs, calls and messages to groups, in the API: read."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis.models import Call, CallOut, Message
from coordination.crisis.selectors.callout.board import callouts_seen
from coordination.crisis.selectors.message import messages_seen
from coordination.crisis.services.cell import record_access


class CallSerializer(serializers.ModelSerializer):
    """One call of the ladder of a seat: who, why, what became of it."""

    who = serializers.CharField(read_only=True)
    role = serializers.CharField(source="seat.role", read_only=True, allow_null=True)

    class Meta:
        model = Call
        fields: ClassVar[list[str]] = [
            *("uuid", "who", "role", "rank", "attempt", "why", "state", "sent_at"),
            *("escalated_at", "answer", "eta_minutes", "via", "answered_at"),
        ]


class CallOutSerializer(serializers.ModelSerializer):
    """A call-out of a cell, with its calls."""

    cell = serializers.UUIDField(source="cell.uuid", read_only=True)
    calls = CallSerializer(many=True, read_only=True)

    class Meta:
        model = CallOut
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "cause", "delay_seconds", "opened_at", "ended_at", "calls")
        ]


class CellMessageSerializer(serializers.ModelSerializer):
    """A message to a group. Who received it is on its page only."""

    cell = serializers.UUIDField(source="cell.uuid", read_only=True)
    refers_to = serializers.UUIDField(
        source="refers_to.uuid", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Message
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "kind", "state", "title", "text", "is_urgent", "requires_ack"),
            *("quick_answers", "audience", "refers_to", "sent_at", "expires_at"),
        ]


class OfCells(ReadOnlyModelViewSet):
    """Rows of the cells whose log one reads; a read of a restricted one leaves its record."""

    lookup_field = "uuid"
    ordering = "-pk"

    def paginate_queryset(self, queryset):
        """One record per cell read."""
        rows = super().paginate_queryset(queryset)
        for cell in {one.cell for one in rows}:
            record_access(cell, self.request.user, what="api")
        return rows

    def get_object(self):
        """One row, its read recorded."""
        found = super().get_object()
        record_access(found.cell, self.request.user, what="api")
        return found


class CallOutViewSet(OfCells):
    """The call-outs one sees."""

    queryset = CallOut.objects.none()
    serializer_class = CallOutSerializer

    def get_queryset(self):
        related = ("calls__person", "calls__user", "calls__seat__role")
        return callouts_seen(self.request.user).prefetch_related(*related)


class CellMessageViewSet(OfCells):
    """The messages of the cells one sees."""

    queryset = Message.objects.none()
    serializer_class = CellMessageSerializer

    def get_queryset(self):
        return messages_seen(self.request.user)


ROUTES = [
    ("callouts", CallOutViewSet, "callout"),
    ("cell-messages", CellMessageViewSet, "cell-message"),
]
