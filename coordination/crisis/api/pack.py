"""Offline packs, in the API: how old each is and its digest; the file is taken on its page."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis.models import OfflinePack
from coordination.crisis.services.cell import record_access
from portal.rest.access import ByRule


class PackSerializer(serializers.ModelSerializer):
    """The pack of a cell whose log the reader reads."""

    cell = serializers.UUIDField(source="cell.uuid")

    class Meta:
        model = OfflinePack
        fields: ClassVar[list[str]] = ["cell", "built_at", "checked_at", "size", "sha256"]
        read_only_fields = fields


class PackViewSet(ReadOnlyModelViewSet):
    """The packs of the cells whose log one reads."""

    queryset = OfflinePack.objects.none()
    serializer_class = PackSerializer
    lookup_field = "cell__uuid"
    lookup_url_kwarg = "uuid"
    lookup_value_regex = "[0-9a-f-]{36}"
    ordering = "-pk"
    permission_classes = [ByRule]

    def get_queryset(self):
        packs = OfflinePack.objects.visible_to(self.request.user)
        return packs.select_related("cell").defer("content")

    def get_object(self):
        """A read of a restricted cell leaves its record."""
        pack = super().get_object()
        record_access(pack.cell, self.request.user, what="api")
        return pack


ROUTES = [("packs", PackViewSet, "pack")]
