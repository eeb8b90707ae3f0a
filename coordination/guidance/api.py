"""Recommendations in the API: written, read, acknowledged, put in force, repealed."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.guidance import rules
from coordination.guidance.forms import HELD
from coordination.guidance.models import Acknowledgment, Topic, Version
from coordination.guidance.models.recommendation import LINE
from coordination.guidance.selectors.recommendation import versions_seen
from coordination.guidance.services.publishing import publish_version, repeal_version
from coordination.guidance.services.reading import acknowledge
from coordination.guidance.services.writing import (
    Subject,
    Words,
    draft_recommendation,
    draft_version,
    edit_version,
    send_back_version,
    submit_version,
)
from directory.models import Category, Profession
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText
from portal.territories.models import Territory

LISTS = ("roles", "categories", "professions")
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


def _known(rows):
    return serializers.PrimaryKeyRelatedField(queryset=rows, many=True, default=list)


class RecommendationWordsSerializer(serializers.Serializer):
    """What a version says, until which review, and whom it concerns: one kind at least.

    `place` (id of a territory): where they are.
    """

    changes = FreeText(max_length=LINE)
    actors = FreeText(max_length=LINE)
    deadline = FreeText(max_length=LINE)
    link = serializers.URLField(max_length=500)
    valid_from = serializers.DateField()
    review_by = serializers.DateField()
    place = serializers.PrimaryKeyRelatedField(queryset=Territory.objects.only("pk"))
    roles = serializers.ListField(
        child=serializers.ChoiceField([(one, one.label) for one in HELD]), default=list
    )
    categories = _known(Category.objects.only("pk"))
    professions = _known(Profession.objects.only("pk"))
    confirmed = serializers.BooleanField(default=False)

    def validate(self, asked):
        """Somebody is meant."""
        if not any(asked[name] for name in LISTS):
            raise ValidationError({"roles": ["Choisissez un rôle, une structure ou un métier."]})
        return asked

    def to_representation(self, version):
        """As it then reads."""
        return RecommendationSerializer(version, context=self.context).data


class RecommendationDraftSerializer(RecommendationWordsSerializer):
    """A new recommendation: which territory issues it, about what, after which body's source."""

    territory = serializers.PrimaryKeyRelatedField(queryset=Territory.objects.only("pk"))
    title = FreeText(max_length=140)
    topic = serializers.ChoiceField(Topic.choices)
    issuer = FreeText(max_length=120)


class RepealSerializer(serializers.Serializer):
    """Why it counts no more."""

    reason = FreeText(max_length=300)
    confirmed = serializers.BooleanField(default=False)


@extend_schema_view(
    list=extend_schema(parameters=[STATE]),
    create=extend_schema(
        request=RecommendationDraftSerializer, responses={201: RecommendationSerializer}
    ),
)
class RecommendationViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The versions of recommendations that one sees, the newest first (`?state=` keeps one).

    A POST drafts one: its territory gives it a number.
    """

    queryset = Version.objects.none()
    serializer_class = RecommendationSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    permission_classes = [
        ByRule.of(
            create=rules.may_write, write=rules.may_change, revise=rules.may_change,
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

    def get_serializer_class(self):
        return (
            RecommendationDraftSerializer if self.action == "create" else RecommendationSerializer
        )

    def perform_create(self, serializer):
        """A draft, with the next number of its territory."""
        asked = dict(serializer.validated_data)
        territory, by = asked.pop("territory"), self.request.user
        check(rules.may_write_on, by, territory)
        about = Subject(*(asked.pop(name) for name in ("title", "topic", "issuer")))
        confirmed, words = asked.pop("confirmed"), _words(asked)
        serializer.instance = draft_recommendation(
            territory, about, words, by=by, confirmed=confirmed
        )

    @act(RecommendationWordsSerializer)
    def write(self):
        """The draft says so."""
        return _write

    @act(RecommendationWordsSerializer)
    def revise(self):
        """Another version of the same number is a draft."""
        return _revise

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


def _words(asked):
    lists = {name: [getattr(one, "pk", one) for one in asked[name]] for name in LISTS}
    return Words(**asked | {name: tuple(found) for name, found in lists.items()})


def _write(version, *, by, confirmed, **asked):
    edit_version(version, _words(asked), by=by, confirmed=confirmed)


def _revise(version, *, by, confirmed, **asked):
    draft_version(version.recommendation, _words(asked), by=by, confirmed=confirmed)


def _acknowledge(version, *, by):
    acknowledge(version, by=by, method=Acknowledgment.Method.API)


ROUTES = [("recommendations", RecommendationViewSet, "recommendation")]
