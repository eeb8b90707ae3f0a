"""Messages to groups in the API: written, read, acknowledged."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell
from coordination.crisis.models import Message, MessageRecipient
from coordination.crisis.selectors.message import messages_seen, received_by
from coordination.crisis.services.message import Words, answer_message, send_message
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


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
            *("ack_due_at", "quick_answers", "audience", "refers_to", "sent_at", "expires_at"),
        ]


class NewCellMessageSerializer(serializers.Serializer):
    """What it says, to which audience (its code, as on the page: `membres`, `groupe-4`…)."""

    cell = serializers.UUIDField()
    audience = serializers.CharField(max_length=60)
    title = FreeText(max_length=120)
    text = FreeText(max_length=1000)
    expires_at = serializers.DateTimeField()
    is_urgent = serializers.BooleanField(default=False)
    requires_ack = serializers.BooleanField(default=False)
    ack_due_at = serializers.DateTimeField(default=None, allow_null=True)
    quick_answers = serializers.ListField(child=FreeText(max_length=40), default=list, max_length=4)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, message):
        """As it then reads."""
        return CellMessageSerializer(message, context=self.context).data


class ReceivedMessageSerializer(serializers.ModelSerializer):
    """A message as one received it: why, whether it was acknowledged, what was answered."""

    uuid = serializers.UUIDField(source="message.uuid", read_only=True)
    message = CellMessageSerializer(read_only=True)

    class Meta:
        model = MessageRecipient
        fields: ClassVar[list[str]] = [
            *("uuid", "message", "reason", "acked_at", "answer", "answered_at")
        ]


class AcknowledgedSerializer(serializers.Serializer):
    """One of the answers that the message offers; empty to say only that one has read it."""

    said = serializers.CharField(max_length=40, default="", allow_blank=True)


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: CellMessageSerializer}))
class CellMessageViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The messages of the cells one sees; a POST writes to an audience."""

    queryset = Message.objects.none()
    serializer_class = CellMessageSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "messages"
    permission_classes = [ByRule.of(create=rules.may_see_crises)]

    def get_queryset(self):
        return self.narrowed(messages_seen(self.request.user))

    def get_serializer_class(self):
        return NewCellMessageSerializer if self.action == "create" else CellMessageSerializer

    def perform_create(self, serializer):
        """Sent, once to each."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        to, confirmed = asked.pop("audience"), asked.pop("confirmed")
        words = Words(**asked | {"quick_answers": tuple(asked["quick_answers"])})
        serializer.instance = send_message(
            cell, words, audience=to, by=self.request.user, confirmed=confirmed
        )


class ReceivedMessageViewSet(ReadOnlyModelViewSet):
    """The messages that one received, from whatever cell; `acknowledge` says that one has read."""

    queryset = MessageRecipient.objects.none()
    serializer_class = ReceivedMessageSerializer
    lookup_field, lookup_url_kwarg = "message__uuid", "uuid"
    ordering = "-pk"

    def get_queryset(self):
        return received_by(self.request.user)

    @act(AcknowledgedSerializer)
    def acknowledge(self):
        """Read, and answered when the message offers it."""
        return _acknowledge


def _acknowledge(recipient, *, said, by):
    answer_message(recipient, said)


ROUTES = [
    ("cell-messages", CellMessageViewSet, "cell-message"),
    ("received-messages", ReceivedMessageViewSet, "received-message"),
]
