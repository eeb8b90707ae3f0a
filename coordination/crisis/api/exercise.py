"""Exercises in the API, for who plays or watches them: injects, observations."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin, ListModelMixin
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from coordination.crisis import rules
from coordination.crisis.api.reading import OfCells, of_cell, role_named
from coordination.crisis.models import Channel, Inject, Observation
from coordination.crisis.selectors.board import injects_followed, observations_followed
from coordination.crisis.services import inject as services
from portal.rest.access import ByRule
from portal.rest.answers import act
from portal.rest.texts import FreeText


def may_play(user, inject):
    """Its animator."""
    return rules.may_animate(user, inject.cell.crisis)


def may_plan_there(user, cell):
    """The animator of the exercise of that cell."""
    return rules.may_animate(user, cell.crisis)


def may_watch_there(user, cell):
    """The animator and the observers of the exercise of that cell."""
    return rules.may_follow_exercise(user, cell.crisis)


class InjectSerializer(serializers.ModelSerializer):
    """What is told to a cell, and the reaction hoped for: the players never read it."""

    cell = serializers.UUIDField(source="cell.uuid")
    role = serializers.CharField(source="role.slug", default=None)
    objective = serializers.IntegerField(source="objective.rank", default=None)

    class Meta:
        model = Inject
        fields: ClassVar[list[str]] = [
            *("uuid", "cell", "role", "objective", "after_minutes", "due_at", "sender", "channel"),
            *("text", "expected", "state", "played_at"),
        ]
        read_only_fields = fields


class NewInjectSerializer(serializers.Serializer):
    """What is to be told; by hand without `after_minutes`. `objective`: its rank."""

    cell = serializers.UUIDField()
    text = FreeText(max_length=1500)
    sender = FreeText(max_length=120)
    after_minutes = serializers.IntegerField(
        default=None, allow_null=True, min_value=0, max_value=14_400
    )
    role = serializers.SlugField(default="", allow_blank=True)
    channel = serializers.ChoiceField(Channel.choices, default=Channel.TEL)
    expected = FreeText(max_length=1000, default="", allow_blank=True)
    objective = serializers.IntegerField(default=None, allow_null=True)
    confirmed = serializers.BooleanField(default=False)

    def to_representation(self, inject):
        """As it then reads."""
        return InjectSerializer(inject, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: InjectSerializer}))
class InjectViewSet(OfCells, CreateModelMixin, ReadOnlyModelViewSet):
    """The injects of the exercises that the reader plays or watches; a POST plans one."""

    queryset = Inject.objects.none()
    serializer_class = InjectSerializer
    lookup_field = "uuid"
    ordering = "-pk"
    what = "éléments injectés"
    permission_classes = [ByRule.of(create=rules.may_see_crises, release=may_play, skip=may_play)]

    def get_queryset(self):
        return self.narrowed(injects_followed(self.request.user))

    def get_serializer_class(self):
        return NewInjectSerializer if self.action == "create" else InjectSerializer

    def perform_create(self, serializer):
        """It waits for its time."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), may_plan_there)
        asked["role"] = role_named(cell, asked["role"])
        asked["objective"] = _objective(cell, asked["objective"])
        confirmed = asked.pop("confirmed")
        new = services.NewInject(**asked)
        serializer.instance = services.plan_inject(
            cell, new, by=self.request.user, confirmed=confirmed
        )

    @act()
    def release(self):
        """Told now, whatever its time."""
        return services.play_inject

    @act()
    def skip(self):
        """It will not be told."""
        return services.skip_inject


class ObservationSerializer(serializers.ModelSerializer):
    """What was seen, when, and what it says of an objective."""

    cell = serializers.UUIDField(source="cell.uuid")
    objective = serializers.IntegerField(source="objective.rank", default=None)
    author = serializers.CharField()

    class Meta:
        model = Observation
        fields: ClassVar[list[str]] = [
            "id", "cell", "objective", "met", "text", "seen_at", "author", "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewObservationSerializer(serializers.Serializer):
    """What is seen. `objective`: its rank; `met` says how far it was."""

    cell = serializers.UUIDField()
    text = FreeText(max_length=1000)
    objective = serializers.IntegerField(default=None, allow_null=True)
    met = serializers.ChoiceField(Observation.Met.choices, default="", allow_blank=True)
    seen_at = serializers.DateTimeField(default=None, allow_null=True)
    confirmed = serializers.BooleanField(default=False)

    def validate(self, asked):
        """An objective is met or not: which one?"""
        if asked["met"] and asked["objective"] is None:
            raise ValidationError({"objective": ["Dites de quel objectif il s’agit."]})
        return asked

    def to_representation(self, observation):
        """As it then reads."""
        return ObservationSerializer(observation, context=self.context).data


@extend_schema_view(list=of_cell, create=extend_schema(responses={201: ObservationSerializer}))
class ObservationViewSet(OfCells, CreateModelMixin, ListModelMixin, GenericViewSet):
    """What was observed in the exercises that the reader plays or watches; a POST adds to it."""

    queryset = Observation.objects.none()
    serializer_class = ObservationSerializer
    ordering = "-pk"
    what = "observations"
    permission_classes = [ByRule.of(create=rules.may_see_crises)]

    def get_queryset(self):
        return self.narrowed(observations_followed(self.request.user))

    def get_serializer_class(self):
        return NewObservationSerializer if self.action == "create" else ObservationSerializer

    def perform_create(self, serializer):
        """Kept apart from the log that the players read."""
        asked = dict(serializer.validated_data)
        cell = self.cell_asked(asked.pop("cell"), may_watch_there)
        asked["objective"] = _objective(cell, asked["objective"])
        serializer.instance = services.observe(
            cell, asked.pop("text"), by=self.request.user, **asked
        )


def _objective(cell, rank):
    if rank is None:
        return None
    found = cell.crisis.objectives.filter(rank=rank).first()
    if found is None:
        raise ValidationError({"objective": ["Cet exercice n’a pas d’objectif de ce rang."]})
    return found


ROUTES = [
    ("injects", InjectViewSet, "inject"),
    ("observations", ObservationViewSet, "observation"),
]
