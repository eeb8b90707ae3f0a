"""One's own messages in the API: read them, and say that they were read."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.notifications import rules, selectors, services
from coordination.notifications.models import Notification
from coordination.notifications.registry import label_of
from portal.rest.access import ByRule
from portal.rest.answers import act


class MessageSerializer(serializers.ModelSerializer):
    """One message of the portal's inbox; its link is opened on the page, never here."""

    notice = serializers.CharField(source="publication.notice", read_only=True)
    label = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields = ["id", "notice", "label", "text", "queued_at", "read_at"]
        read_only_fields = fields

    def get_label(self, row) -> str:
        """What kind of message it is, in French."""
        return label_of(row.publication.notice)

    def get_text(self, row) -> list[str]:
        """Its paragraphs."""
        return selectors.inbox_text(row, "")


class UnreadSerializer(serializers.Serializer):
    """How many messages wait to be read."""

    unread = serializers.IntegerField()


class MessageViewSet(ReadOnlyModelViewSet):
    """The reader's own inbox, newest first."""

    queryset = Notification.objects.none()
    serializer_class = MessageSerializer
    lookup_value_regex = r"\d{1,18}"
    ordering = "-pk"
    permission_classes = [ByRule.of(unread=rules.may_read, mark_read=rules.may_read)]

    def get_queryset(self):
        return selectors.inbox(self.request.user)

    @extend_schema(responses=UnreadSerializer)
    @action(detail=False, pagination_class=None)
    def unread(self, request):
        """How many I have not read."""
        return Response(UnreadSerializer({"unread": selectors.unread_count(request.user)}).data)

    @act(url_path="read")
    def mark_read(self):
        """I have read it."""
        return _mark_read


def _mark_read(message, *, by):
    services.mark_read(message)


ROUTES = [("messages", MessageViewSet, "message")]
