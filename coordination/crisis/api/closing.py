"""Signed archives of closed cells, and alerts to the public, in the API."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell
from coordination.crisis.models import Bundle, PublicAlert
from coordination.crisis.sealing import manifest_of, verify
from coordination.crisis.selectors.archive import bundles_seen
from coordination.crisis.selectors.public_alert import alerts_of, alerts_seen, areas_of
from coordination.crisis.services.closing.bundle import ask_bundle, public_keys
from coordination.crisis.services.public_alert import NewAlert, publish_alert, write_alert
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


def may_take(user, bundle):
    """Whoever runs its cell, and its data-protection contact."""
    return rules.may_take_archive(user, bundle.cell)


class ArchiveSerializer(serializers.ModelSerializer):
    """Where an archive stands; its digest and key once it is ready."""

    cell = serializers.UUIDField(source="cell.uuid")

    class Meta:
        model = Bundle
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "number", "state", "step", "done", "total", "asked_at", "built_at"),
            *("size", "sha256", "public_key"),
        ]
        read_only_fields = fields


class NewArchiveSerializer(serializers.Serializer):
    """The archived cell whose archive is to be made again."""

    cell = serializers.UUIDField()

    def to_representation(self, bundle):
        """As it then reads."""
        return ArchiveSerializer(bundle, context=self.context).data


class VerdictSerializer(serializers.Serializer):
    """What the verification found: the first bad file, and why."""

    is_sound = serializers.BooleanField()
    files = serializers.IntegerField()
    key = serializers.CharField()
    bad = serializers.CharField()
    why = serializers.CharField()


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: ArchiveSerializer}))
class ArchiveViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The archives that the reader may take; a POST asks for another one."""

    queryset = Bundle.objects.none()
    serializer_class = ArchiveSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "archives"
    permission_classes = [
        ByRule.of(create=rules.may_see_crises, manifest=may_take, verification=may_take)
    ]

    def get_queryset(self):
        return self.narrowed(bundles_seen(self.request.user))

    def get_serializer_class(self):
        return NewArchiveSerializer if self.action == "create" else ArchiveSerializer

    def perform_create(self, serializer):
        """A worker makes it."""
        cell = self.cell_asked(serializer.validated_data["cell"], rules.may_take_archive)
        serializer.instance = ask_bundle(cell, by=self.request.user)

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    @action(detail=True)
    def manifest(self, request, uuid):
        """Every file with its SHA-256, as it was signed."""
        return Response(manifest_of(self._content()))

    @extend_schema(responses={200: VerdictSerializer})
    @action(detail=True)
    def verification(self, request, uuid):
        """Signature, digest of each file, nothing more nor less, chain of the log: read now."""
        found = verify(self._content(), public_keys())
        return Response(VerdictSerializer(found).data)

    def _content(self):
        bundle = self.get_object()
        if bundle.content is None:
            raise NotFound
        return bytes(bundle.content)


class PublicAlertSerializer(serializers.ModelSerializer):
    """An alert in the words of CAP; without `sent_at`, it awaits its validation."""

    cell = serializers.UUIDField(source="cell.uuid")
    refers_to = serializers.UUIDField(source="refers_to.uuid", default=None)

    class Meta:
        model = PublicAlert
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "kind", "refers_to", "event", "headline", "description"),
            *("instruction", "audience", "urgency", "severity", "certainty", "area", "onset_at"),
            *("expires_at", "written_at", "sent_at"),
        ]
        read_only_fields = fields


class NewPublicAlertSerializer(serializers.ModelSerializer):
    """A draft. An update or a cancellation names the published alert that it follows."""

    cell = serializers.UUIDField()
    refers_to = serializers.UUIDField(default=None, allow_null=True)
    event, headline = FreeText(max_length=80), FreeText(max_length=160)
    description = FreeText(max_length=2000)
    instruction = FreeText(max_length=2000, default="", allow_blank=True)
    audience = FreeText(max_length=200, default="", allow_blank=True)
    area = serializers.IntegerField(help_text="Identifiant (voir territories)")
    confirmed = serializers.BooleanField(default=False)

    class Meta:
        model = PublicAlert
        fields: ClassVar[list[str]] = [
            *("cell", "kind", "refers_to", "event", "headline", "description", "instruction"),
            *("audience", "urgency", "severity", "certainty", "area", "onset_at", "expires_at"),
            "confirmed",
        ]

    def validate(self, asked):
        """It ends after it begins; it follows another, or none."""
        if asked.get("onset_at") and asked["onset_at"] >= asked["expires_at"]:
            raise ValidationError({"expires_at": ["Une alerte finit après avoir commencé."]})
        follows = asked.get("kind", PublicAlert.Kind.ALERT) != PublicAlert.Kind.ALERT
        if follows != (asked["refers_to"] is not None):
            words = "Une mise à jour ou une annulation suit une alerte ; une alerte n’en suit pas."
            raise ValidationError({"refers_to": [words]})
        return asked

    def to_representation(self, alert):
        """As it then reads."""
        return PublicAlertSerializer(alert, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: PublicAlertSerializer}))
class PublicAlertViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The alerts of the cells one sees, drafts for their members; a POST writes a draft."""

    queryset = PublicAlert.objects.none()
    serializer_class = PublicAlertSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "alertes au public"
    permission_classes = [ByRule.of(create=rules.may_see_crises, publish=rules.may_publish_alert)]

    def get_queryset(self):
        return self.narrowed(alerts_seen(self.request.user))

    def get_serializer_class(self):
        return NewPublicAlertSerializer if self.action == "create" else PublicAlertSerializer

    def perform_create(self, serializer):
        """It awaits its validation."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_write_log)
        before = _before(cell, asked.pop("refers_to"))
        kind, confirmed = asked.pop("kind", PublicAlert.Kind.ALERT), asked.pop("confirmed")
        asked["area"] = _area(cell, asked["area"])
        serializer.instance = write_alert(
            cell, NewAlert(**asked), by=self.request.user, kind=kind, refers_to=before,
            confirmed=confirmed,
        )  # fmt: skip

    @act()
    def publish(self):
        """Public from now on, for good."""
        return publish_alert


def _before(cell, uuid):
    if uuid is None:
        return None
    found = alerts_of(cell).filter(uuid=uuid).first()
    if found is None:
        raise ValidationError({"refers_to": ["Cette alerte n’est pas de cette cellule."]})
    return found


def _area(cell, key):
    found = areas_of(cell).filter(pk=key).first()
    if found is None:
        raise ValidationError({"area": ["Ce lieu n’est pas du territoire de la cellule."]})
    return found


ROUTES = [
    ("cell-archives", ArchiveViewSet, "archive"),
    ("public-alerts", PublicAlertViewSet, "public-alert"),
]
