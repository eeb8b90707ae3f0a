"""Indicators, readings (added, never changed) and campaigns, in the API."""

from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin
from rest_framework.viewsets import ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell
from coordination.crisis.forms.campaign import PURPOSE, READERS, RETENTION
from coordination.crisis.models import Campaign, Indicator, Reading
from coordination.crisis.selectors.campaign import campaigns_seen, outcome_of, progress_of
from coordination.crisis.selectors.figures.readings import readings_seen
from coordination.crisis.selectors.figures.values import indicators_in_use, structures_of
from coordination.crisis.services.campaign import MOST, NewCampaign, close_campaign, open_campaign
from coordination.crisis.services.figures import declare_figures
from directory.models import Structure
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


class IndicatorSerializer(serializers.ModelSerializer):
    """What is counted, with its nationwide limits."""

    class Meta:
        model = Indicator
        fields: ClassVar[list[str]] = [
            *("slug", "label", "unit", "audience", "better", "watch_at", "critical_at", "most"),
            *("is_scale", "fresh_hours", "aggregation"),
        ]


class IndicatorViewSet(ReadOnlyModelViewSet):
    """The figures that structures declare."""

    queryset = Indicator.objects.none()
    serializer_class = IndicatorSerializer
    lookup_field = "slug"
    ordering = ("rank", "slug")
    permission_classes = [ByRule]

    def get_queryset(self):
        return indicators_in_use()


class ReadingSerializer(serializers.ModelSerializer):
    """One value that a structure gave. A POST is a declaration of one of its managers."""

    structure = serializers.SlugRelatedField(
        slug_field="uuid", queryset=Structure.objects.only("pk")
    )
    indicator = serializers.SlugRelatedField(
        slug_field="slug", queryset=Indicator.objects.only("pk")
    )

    class Meta:
        model = Reading
        read_only_fields: ClassVar[list[str]] = ["state", "as_of", "recorded_at", "source"]
        fields: ClassVar[list[str]] = ["structure", "indicator", "value", *read_only_fields]


class ReadingViewSet(CreateModelMixin, ReadOnlyModelViewSet):
    """The real readings of the structures that one manages or looks after, the newest first."""

    queryset = Reading.objects.none()
    serializer_class = ReadingSerializer
    ordering = "-pk"
    permission_classes = [ByRule.of(create=rules.may_see_crises)]

    def get_queryset(self):
        return readings_seen(self.request.user)

    def perform_create(self, serializer):
        """Declared as on the page: 409 with its sentence when it cannot be."""
        asked = serializer.validated_data
        check(rules.may_declare_figures, self.request.user, asked["structure"])
        indicator = indicators_in_use().filter(pk=asked["indicator"].pk).first()
        if indicator is None:
            raise Http404
        values = {indicator: asked["value"]}
        readings = declare_figures(asked["structure"], values, by=self.request.user)
        serializer.instance = readings[0]


class OutcomeSerializer(serializers.Serializer):
    """One figure of a campaign: null is unknown, never zero."""

    indicator = serializers.CharField(source="indicator.slug")
    value = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    words = serializers.CharField()
    known = serializers.IntegerField()
    expected = serializers.IntegerField()
    as_of = serializers.DateTimeField(allow_null=True)


class ProgressSerializer(serializers.Serializer):
    """How many structures were asked, answered, say nothing."""

    total = serializers.IntegerField()
    answered = serializers.IntegerField()
    silent = serializers.IntegerField()
    unreached = serializers.IntegerField()


class CampaignSerializer(serializers.ModelSerializer):
    """A campaign; what it comes to is read one campaign at a time."""

    cell = serializers.UUIDField(source="cell.uuid")
    progress = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()

    class Meta:
        model = Campaign
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "number", "title", "purpose", "readers", "retention", "asked_at"),
            *("deadline", "reminded_at", "closed_at", "progress", "outcome"),
        ]

    @property
    def is_alone(self) -> bool:
        """One campaign, not a list of them."""
        return self.context["view"].action == "retrieve"

    def get_progress(self, campaign) -> dict[str, int] | None:
        """Null in a list."""
        return ProgressSerializer(progress_of(campaign)).data if self.is_alone else None

    def get_outcome(self, campaign) -> list[dict[str, str]] | None:
        """Null in a list."""
        found = OutcomeSerializer(outcome_of(campaign), many=True)
        return found.data if self.is_alone else None


class NewCampaignSerializer(serializers.Serializer):
    """Which figures (`indicators`, by code), of which structures, before when."""

    cell = serializers.UUIDField()
    title = FreeText(max_length=120)
    indicators = serializers.ListField(child=serializers.SlugField(), allow_empty=False)
    structures = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST
    )
    deadline = serializers.DateTimeField()
    purpose = FreeText(max_length=300, default=PURPOSE)
    readers = FreeText(max_length=300, default=READERS)
    retention = FreeText(max_length=300, default=RETENTION)

    def to_representation(self, campaign):
        """As it then reads."""
        return CampaignSerializer(campaign, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: CampaignSerializer}))
class CampaignViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The campaigns of the cells whose log one reads; a POST asks figures."""

    queryset = Campaign.objects.none()
    serializer_class = CampaignSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "recueils"
    permission_classes = [ByRule.of(create=rules.may_see_crises, close=rules.may_close_campaign)]

    def get_queryset(self):
        return self.narrowed(campaigns_seen(self.request.user))

    def get_serializer_class(self):
        return NewCampaignSerializer if self.action == "create" else CampaignSerializer

    def perform_create(self, serializer):
        """Each structure that declares one of the figures has its link."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), rules.may_ask_figures)
        known = indicators_in_use().filter(slug__in=asked["indicators"])
        structures = structures_of(cell).filter(uuid__in=asked["structures"])
        asked["indicators"] = _all(known, asked["indicators"], "indicators")
        asked["structures"] = _all(structures, asked["structures"], "structures")
        serializer.instance = open_campaign(cell, NewCampaign(**asked), by=self.request.user)

    @act()
    def close(self):
        """The answers are frozen."""
        return close_campaign


def _all(rows, asked, name):
    found = list(rows)
    if len(found) < len(set(asked)):
        raise ValidationError({name: ["Certains n’existent pas, ou pas pour cette cellule."]})
    return found


ROUTES = [
    ("indicators", IndicatorViewSet, "indicator"),
    ("readings", ReadingViewSet, "reading"),
    ("campaigns", CampaignViewSet, "campaign"),
]
