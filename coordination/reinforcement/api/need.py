"""Needs in the API: the same sight, rules and services as the pages."""

from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coordination.reinforcement import rules
from coordination.reinforcement.models import Need, Slot, Wave
from coordination.reinforcement.selectors.drafting import professions_in_use, structures_for
from coordination.reinforcement.selectors.matching_page import matching_page
from coordination.reinforcement.services import drafting, submission, wave_approval
from coordination.reinforcement.services import need as services
from coordination.reinforcement.services.drafting import SlotWish
from coordination.reinforcement.services.wave import is_mass, release_wave, stop_wave
from directory.models import Profession, Structure
from portal.lib.patient import holds_nir
from portal.rest.access import ByRule
from portal.rest.answers import act, acted, read
from portal.rest.fresh import check_fresh
from portal.rest.texts import FreeText

FREE_TEXTS = ("unit", "motive_detail", "pay", "conditions", "welcome")


class SlotSerializer(serializers.ModelSerializer):
    """A period [start, end[ and its places."""

    start = serializers.DateTimeField(source="period.lower")
    end = serializers.DateTimeField(source="period.upper")

    class Meta:
        model = Slot
        fields = ["start", "end", "capacity", "taken"]
        read_only_fields = ["taken"]

    def validate(self, attrs):
        """The period is in order."""
        if attrs["period"]["upper"] <= attrs["period"]["lower"]:
            raise serializers.ValidationError("La fin doit venir après le début.")
        return attrs


class NeedSerializer(serializers.ModelSerializer):
    """A need, its slots and its terms."""

    structure = serializers.SlugRelatedField(slug_field="finess", queryset=Structure.objects.none())
    professions = serializers.SlugRelatedField(
        slug_field="code", many=True, queryset=Profession.objects.none(), allow_empty=False
    )
    slots = SlotSerializer(many=True, allow_empty=False)

    class Meta:
        model = Need
        fields = [
            "uuid", "structure", "unit", "state", "state_reason", "motive", "motive_detail",
            "criticality", "priority", "professions", "required_skills", "wished_skills",
            "minimum_trust", "radius_km", "mode", "partial_allowed", "lodging", "transport",
            "meals", "childcare", "vehicles", "pay", "conditions", "welcome",
            "local_means_exhausted", "automatic", "answer_by", "version", "is_exercise",
            "slots", "submitted_at", "validated_at", "opened_at", "filled_at", "ended_at",
        ]  # fmt: skip
        read_only_fields = [
            "uuid", "state", "state_reason", "priority", "version", "submitted_at",
            "validated_at", "opened_at", "filled_at", "ended_at", "is_exercise",
        ]  # fmt: skip
        extra_kwargs = {"answer_by": {"required": False}}

    def get_fields(self):
        """The structures offered are those for which one may post a need."""
        fields = super().get_fields()
        request = self.context.get("request")
        if request and request.user.is_authenticated:
            fields["structure"].queryset = structures_for(request.user)
            fields["professions"].child_relation.queryset = professions_in_use()
        return fields

    def validate(self, attrs):
        """No patient's number in the free texts."""
        for name in FREE_TEXTS:
            if holds_nir(attrs.get(name, "")):
                raise serializers.ValidationError({name: "Aucune donnée sur les patients."})
        return attrs


class ReasonSerializer(serializers.Serializer):
    """Why."""

    reason = FreeText(max_length=300)


class PrioritySerializer(serializers.Serializer):
    """The ARS's priority, 1 first."""

    priority = serializers.IntegerField(min_value=1, max_value=5, required=False)


class ReleaseSerializer(serializers.Serializer):
    """The wave to release: its rank, as previewed, and its size."""

    rank = serializers.IntegerField(min_value=1, max_value=1000)
    size = serializers.IntegerField(min_value=1, max_value=100_000)
    message = FreeText(max_length=300, required=False, default="", allow_blank=True)
    override_reason = FreeText(max_length=300, required=False, default="", allow_blank=True)


class WaveSerializer(serializers.ModelSerializer):
    """A wave and what it came to."""

    class Meta:
        model = Wave
        fields = [
            "rank", "state", "size", "rate", "rate_source", "message", "override_reason",
            "is_automatic", "refusal_reason", "released_at", "window_ends_at", "drawn_at",
            "asked", "over_budget",
        ]  # fmt: skip


class FitSerializer(serializers.Serializer):
    """A masked person who fits."""

    reference = serializers.CharField()
    trade = serializers.CharField()
    trust = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())


class ObstacleSerializer(serializers.Serializer):
    """How many people are held back, by what."""

    people = serializers.IntegerField()
    words = serializers.CharField()
    remedy = serializers.CharField()


class MatchingSerializer(serializers.Serializer):
    """Who fits a need, why others do not, and the wave that is advised."""

    total = serializers.IntegerField()
    advised_size = serializers.IntegerField(source="preview.sizing.size")
    rate = serializers.FloatField(source="preview.sizing.rate")
    rate_source = serializers.CharField(source="preview.sizing.source")
    people = FitSerializer(many=True, source="page.items")
    obstacles = ObstacleSerializer(many=True)


class NeedViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, GenericViewSet
):
    """Needs: list, read, draft, submit, validate, suspend, cancel; who fits; waves."""

    serializer_class = NeedSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    permission_classes = [
        ByRule.of(
            create=lambda *_: True,
            submit=rules.may_edit_need,
            validate=rules.may_oversee_need,
            send_back=rules.may_oversee_need,
            suspend=rules.may_run_need,
            resume=rules.may_run_need,
            cancel=rules.may_edit_need,
            matching=rules.may_run_need,
            waves=rules.may_run_need,
            release=rules.may_run_need,
            stop=rules.may_run_need,
            approve=rules.may_oversee_need,
            refuse=rules.may_oversee_need,
        )
    ]

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).select_related("structure__commune")
        return needs.prefetch_related("professions", "slots")

    def perform_create(self, serializer):
        """The need is a draft of the person."""
        fields = dict(serializer.validated_data)
        slots = [
            SlotWish(
                DateTimeTZRange(one["period"]["lower"], one["period"]["upper"]), one["capacity"]
            )
            for one in fields.pop("slots")
        ]
        professions = fields.pop("professions")
        serializer.instance = drafting.create_need(
            Need(**fields), professions=professions, slots=slots, by=self.request.user
        )

    @act()
    def submit(self):
        """To the ARS; open at once where nobody has to validate."""
        return submission.submit_need

    @act(PrioritySerializer)
    def validate(self):
        """Validated and open."""
        return submission.validate_and_open

    @act(ReasonSerializer, url_path="return")
    def send_back(self):
        """Back to its author."""
        return services.return_need

    @act(ReasonSerializer)
    def suspend(self):
        """Nobody more is told for now."""
        return services.suspend_need

    @act()
    def resume(self):
        """Back to what it was."""
        return services.resume_need

    @act(ReasonSerializer)
    def cancel(self):
        """Given up; everybody involved is told."""
        return services.cancel_need

    @extend_schema(responses=MatchingSerializer)
    @action(detail=True, methods=["get"])
    def matching(self, request, uuid):
        """Who fits, masked; why others do not; the wave advised."""
        return Response(MatchingSerializer(matching_page(self.get_object())).data)

    @extend_schema(responses=WaveSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def waves(self, request, uuid):
        """The need's waves."""
        return Response(WaveSerializer(self.get_object().waves.order_by("rank"), many=True).data)

    @extend_schema(request=ReleaseSerializer, responses={201: WaveSerializer})
    @action(detail=True, methods=["post"], url_path="waves/release")
    def release(self, request, uuid):
        """The wave that was previewed leaves."""
        need, asked = self.get_object(), read(ReleaseSerializer, request)
        if asked["override_reason"] and not rules.may_oversee_need(request.user, need):
            raise PermissionDenied
        if is_mass(asked["size"]):
            check_fresh(request)
        wave = release_wave(need, by=request.user, **asked)
        return Response(WaveSerializer(wave).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/stop")
    def stop(self, request, uuid, rank):
        """Nothing more of that wave leaves."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        return acted(stop_wave, wave, by=request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/approve")
    def approve(self, request, uuid, rank):
        """The second agreement: a very large wave leaves."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        check_fresh(request)
        return acted(wave_approval.approve_wave, wave, by=request.user)

    @extend_schema(request=ReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"waves/(?P<rank>[0-9]{1,4})/refuse")
    def refuse(self, request, uuid, rank):
        """A very large wave does not leave."""
        wave = get_object_or_404(self.get_object().waves, rank=rank)
        asked = read(ReasonSerializer, request)
        return acted(wave_approval.refuse_wave, wave, by=request.user, **asked)


ROUTES = [("needs", NeedViewSet, "need")]
