"""The main courante, in the API."""

from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import as_uuid
from coordination.crisis.models import Cell, LogEntry
from coordination.crisis.selectors.log_page import entries_seen, shown
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.writing import Draft, write_entry
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.texts import SeenText

SAID = ("kind", "importance", "channel", "reliability", "certainty", "theme", "in_sitrep")


class LogEntrySerializer(serializers.ModelSerializer):
    """A line of the log. `confirmed`: it was read again, and speaks of no patient."""

    cell = serializers.UUIDField(source="log.cell.uuid")
    text = SeenText(max_length=2000, write_only=True)
    theme = SeenText(label="Thème", max_length=40, required=False, allow_blank=True)
    confirmed = serializers.BooleanField(default=False, write_only=True)
    words = serializers.SerializerMethodField()
    author = serializers.CharField(read_only=True)
    author_role = serializers.CharField(read_only=True, allow_null=True)
    corrects = serializers.IntegerField(source="corrects.seq", read_only=True, allow_null=True)
    commit = serializers.SerializerMethodField()

    class Meta:
        model = LogEntry
        read_only_fields: ClassVar[list[str]] = [
            *("uuid", "seq", "recorded_at", "author", "author_role", "is_system", "corrects"),
            *("link_role", "commit", "words"),
        ]
        fields: ClassVar[list[str]] = [
            *read_only_fields,
            *("cell", "text", "confirmed", "occurred_at", *SAID),
        ]
        extra_kwargs: ClassVar[dict[str, dict[str, bool]]] = {"occurred_at": {"required": False}}

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_words(self, entry):
        """The text as it was written; null once it was redacted."""
        text = self.context["view"].words[entry.pk].text
        return text.text if text else None

    @extend_schema_field(serializers.CharField())
    def get_commit(self, entry):
        """Its link in the chain, in hexadecimal."""
        return bytes(entry.commit or b"").hex()


class LogEntryViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The entries of the logs one reads, and one's own; a POST writes one."""

    queryset = LogEntry.objects.none()
    serializer_class = LogEntrySerializer
    lookup_field = "uuid"
    # What was read is recorded and its words fetched at once, page by page.
    words: ClassVar[dict] = {}
    permission_classes = [ByRule.of(create=rules.may_see_crises)]

    @property
    def ordering(self):
        """The newest first: by number in one log, as they were written across several."""
        return "-seq" if self.request.query_params.get("cell") else "-pk"

    def get_queryset(self):
        seen = entries_seen(self.request.user)
        cell = self.request.query_params.get("cell")
        return seen.filter(log__cell__uuid=as_uuid(cell)) if cell else seen

    @extend_schema(parameters=[OpenApiParameter("cell", str, description="Cellule (identifiant)")])
    def list(self, request, *args, **kwargs):
        """The newest first."""
        return super().list(request, *args, **kwargs)

    def paginate_queryset(self, queryset):
        """The page, its words read together."""
        return self._read(super().paginate_queryset(queryset))

    def get_object(self):
        """One entry, with its words."""
        return self._read([super().get_object()])[0]

    def perform_create(self, serializer):
        """Written as on the page: 409 with its sentence when it cannot be."""
        asked = serializer.validated_data
        cells = Cell.objects.visible_to(self.request.user).select_related("crisis")
        cell = cells.filter(uuid=asked["log"]["cell"]["uuid"]).first()
        if cell is None:
            raise Http404
        check(rules.may_write_log, self.request.user, cell)
        said = {name: asked[name] for name in (*SAID, "occurred_at") if name in asked}
        draft = Draft(text=asked["text"], **said)
        entry = write_entry(cell, draft, by=self.request.user, confirmed=asked["confirmed"])
        self._read([entry])
        serializer.instance = entry

    def _read(self, entries):
        self.words = {one.entry.pk: one for one in shown(entries)}
        for cell in {entry.log.cell for entry in entries}:
            record_access(cell, self.request.user, what="api main courante")
        return entries


ROUTES = [("log-entries", LogEntryViewSet, "log-entry")]
