"""Recommendations in the API: read, acknowledged, submitted, put in force, repealed."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.guidance import rules
from coordination.guidance.models import Acknowledgment, Version
from coordination.guidance.selectors.recommendation import versions_seen
from coordination.guidance.services.publishing import publish_version, repeal_version
from coordination.guidance.services.reading import acknowledge
from coordination.guidance.services.writing import send_back_version, submit_version
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText

STATE = OpenApiParameter("state", OpenApiTypes.STR, description="Un état, « in_force » par exemple")


class RecommendationSerializer(serializers.ModelSerializer):
    """A version of a recommendation: `number` is stable, `n` counts its versions."""

    number = serializers.CharField(source="recommendation.number", read_only=True)
    title = serializers.CharField(source="recommendation.title", read_only=True)
    topic = serializers.CharField(source="recommendation.topic", read_only=True)
    issuer = serializers.CharField(source="recommendation.issuer", read_only=True)
    territory = serializers.CharField(source="recommendation.territory.code", read_only=True)
    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Version
        fields: ClassVar[list[str]] = [
            *("uuid", "number", "n", "state", "title", "topic", "issuer", "territory", "changes"),
            *("actors", "deadline", "link", "valid_from", "review_by", "published_at", "ended_at"),
            *("end_reason", "page"),
        ]


class RepealSerializer(serializers.Serializer):
    """Why it counts no more."""

    reason = FreeText(max_length=300)
    confirmed = serializers.BooleanField(default=False)


@extend_schema_view(list=extend_schema(parameters=[STATE]))
class RecommendationViewSet(ReadOnlyModelViewSet):
    """The versions of recommendations that one sees, the newest first (`?state=` keeps one)."""

    queryset = Version.objects.none()
    serializer_class = RecommendationSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            acknowledge=rules.may_acknowledge, submit=rules.may_change, publish=rules.may_change,
            send_back=rules.may_change, repeal=rules.may_change,
        )
    ]  # fmt: skip

    def get_queryset(self):
        rows = versions_seen(self.request.user)
        if state := self.request.query_params.get("state"):
            if state not in Version.State.values:
                known = ", ".join(Version.State.values)
                raise ValidationError({"state": [f"Choisissez parmi : {known}."]})
            rows = rows.filter(state=state)
        return rows

    @act()
    def acknowledge(self):
        """Read and understood."""
        return _acknowledge

    @act()
    def submit(self):
        """Awaits its validation."""
        return submit_version

    @act()
    def send_back(self):
        """A draft again."""
        return send_back_version

    @act()
    def publish(self):
        """In force, alone of its number; those it concerns are told."""
        return publish_version

    @act(RepealSerializer)
    def repeal(self):
        """Counts no more."""
        return repeal_version


def _acknowledge(version, *, by):
    acknowledge(version, by=by, method=Acknowledgment.Method.API)


ROUTES = [("recommendations", RecommendationViewSet, "recommendation")]
