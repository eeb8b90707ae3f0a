"""The ARS's figures and the requests it answers, in the API."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from coordination.crisis.models import around
from coordination.situation import rules, services
from coordination.situation.forms import PeriodForm
from coordination.situation.selectors import pilotage
from coordination.situation.selectors.grants import waiting_grants
from coordination.situation.selectors.territory.cells import standings_of
from coordination.situation.selectors.territory.page import wanting_in
from coordination.situation.selectors.territory.structures import told_in
from portal.accounts import rules as grant_rules
from portal.accounts.models import Grant
from portal.accounts.selectors import default_viewpoint
from portal.lib.access import check
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText
from portal.territories.models import Territory


class StateSerializer(serializers.Serializer):
    """How many needs are in a state."""

    state = serializers.CharField()
    needs = serializers.IntegerField()


class StageSerializer(serializers.Serializer):
    """How many people reached a stage, and the median time since the one before, in words."""

    stage = serializers.CharField()
    people = serializers.IntegerField()
    median = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """Fill and median times of a profession or of an intercommunality; durations in ISO form."""

    name = serializers.CharField()
    needs = serializers.IntegerField()
    places = serializers.IntegerField()
    taken = serializers.IntegerField()
    to_answer = serializers.DurationField(allow_null=True)
    to_fill = serializers.DurationField(allow_null=True)


class LoadSerializer(serializers.Serializer):
    """How asks are shared between people: counts, and nobody's name."""

    registered = serializers.IntegerField()
    usable = serializers.IntegerField()
    never = serializers.IntegerField()


@extend_schema_serializer(many=False)
class FiguresSerializer(serializers.Serializer):
    """The figures of the needs created in the last `days` days."""

    days = serializers.IntegerField()
    states = StateSerializer(many=True)
    funnel = StageSerializer(many=True)
    professions = LineSerializer(many=True)
    communities = LineSerializer(many=True)
    load = LoadSerializer()


class FiguresViewSet(ViewSet):
    """What the ARS's page shows, without its map."""

    permission_classes = [ByRule]

    @extend_schema(
        operation_id="figures",
        responses=FiguresSerializer,
        parameters=[
            OpenApiParameter("jours", int, enum=[7, 30, 90], description="Période, 30 par défaut"),
            OpenApiParameter("territoire", int, description="Identifiant (voir territories)"),
        ],
    )
    def list(self, request):
        """States, funnel, fill and times, load on people, within what the reader may see."""
        check(rules.may_pilot, request.user, None)
        days = PeriodForm(request.query_params or None).days
        territory = _territory(request)
        needs = pilotage.needs_since(request.user, territory, days=days)
        shown = {
            "days": days,
            "states": _named(pilotage.by_state(needs), "state", "needs"),
            "funnel": _named(pilotage.funnel(needs), "stage", "people", "median"),
            "professions": pilotage.by_profession(needs),
            "communities": pilotage.by_community(needs),
            "load": pilotage.load_on_people(request.user, territory),
        }
        return Response(FiguresSerializer(shown).data)


class StandingSerializer(serializers.Serializer):
    """An active cell: level, roles held of those required, last and next situation report."""

    cell = serializers.UUIDField(source="cell.uuid")
    name = serializers.CharField(source="cell.name")
    is_exercise = serializers.BooleanField(source="cell.crisis.is_exercise")
    level = serializers.IntegerField(source="cell.level")
    level_name = serializers.CharField(source="cell.level_name")
    level_since = serializers.DateTimeField(source="cell.level_since")
    trend = serializers.CharField(source="cell.crisis.trend")
    required = serializers.IntegerField()
    held = serializers.IntegerField()
    vacant = serializers.ListField(child=serializers.CharField())
    last_sitrep = serializers.DateTimeField(source="last", allow_null=True)
    next_sitrep = serializers.DateTimeField(source="due", allow_null=True)
    late_hours = serializers.IntegerField()


class TileSerializer(serializers.Serializer):
    """An indicator over the territory: the worst structure gives the level."""

    indicator = serializers.CharField(source="indicator.slug")
    words = serializers.CharField()
    level = serializers.CharField()
    known = serializers.IntegerField()
    expected = serializers.IntegerField()


class StockSerializer(serializers.Serializer):
    """How many structures have under 3 days, 3 to 7, over 7, and how many are unknown."""

    indicator = serializers.CharField(source="indicator.slug")
    level = serializers.CharField()
    counts = serializers.ListField(child=serializers.IntegerField())


@extend_schema_serializer(many=False)
class SituationSerializer(serializers.Serializer):
    """A territory in crisis, within what the reader may see."""

    territory = serializers.IntegerField()
    cells = StandingSerializer(many=True)
    structures = serializers.IntegerField()
    silent = serializers.IntegerField()
    fresh = serializers.IntegerField()
    tiles = TileSerializer(many=True)
    stocks = StockSerializer(many=True)
    places = serializers.IntegerField()
    taken = serializers.IntegerField()


class SituationViewSet(ViewSet):
    """What the page of a territory shows, without names of structures nor who is on call."""

    permission_classes = [ByRule]

    @extend_schema(
        operation_id="situation",
        responses=SituationSerializer,
        parameters=[OpenApiParameter("territoire", int, description="Identifiant")],
    )
    def list(self, request):
        """Active cells, figures, days of stock by band, places of the needs."""
        check(rules.may_see_territory, request.user, None)
        place = get_object_or_404(around(request.user), pk=_territory(request).pk)
        told = told_in(place, named=False)
        wanting = wanting_in(request.user, place)
        shown = {
            "territory": place.pk,
            "cells": standings_of(request.user, place),
            "structures": told.count,
            "silent": told.silent,
            "fresh": told.fresh,
            "tiles": told.tiles,
            "stocks": told.stocks,
            "places": wanting.places,
            "taken": wanting.taken,
        }
        return Response(SituationSerializer(shown).data)


class GrantSerializer(serializers.ModelSerializer):
    """A request that waits for the ARS."""

    person = serializers.CharField(source="user.get_full_name", read_only=True)
    structure = serializers.CharField(source="structure.finess", default="", read_only=True)

    class Meta:
        model = Grant
        fields = ["id", "person", "role", "structure", "created_at"]
        read_only_fields = fields


class GrantRefusalSerializer(serializers.Serializer):
    """Why: the person reads it."""

    reason = FreeText(max_length=300)


class GrantViewSet(ReadOnlyModelViewSet):
    """Requests without an answer on the reader's territories, oldest first."""

    queryset = Grant.objects.none()
    serializer_class = GrantSerializer
    lookup_value_regex = r"\d{1,18}"
    ordering = "pk"
    permission_classes = [
        ByRule.of(approve=grant_rules.may_decide_grant, refuse=grant_rules.may_decide_grant)
    ]

    def get_queryset(self):
        return waiting_grants(self.request.user)

    @act()
    def approve(self):
        """Say yes; what the person had kept ready leaves."""
        return services.approve

    @act(GrantRefusalSerializer)
    def refuse(self):
        """Say no, with a reason."""
        return services.refuse


def _named(rows, *names):
    return [dict(zip(names, row, strict=True)) for row in rows]


def _territory(request):
    asked = request.query_params.get("territoire", "")
    if asked.isdecimal() and len(asked) < 10:
        return get_object_or_404(Territory, pk=asked)
    found = default_viewpoint(request.user)
    if found is None:
        raise Http404
    return found


ROUTES = [
    ("figures", FiguresViewSet, "figures"),
    ("situation", SituationViewSet, "situation"),
    ("grants", GrantViewSet, "grant"),
]
