"""What the API reads and writes of needs, waves and matching."""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from rest_framework import serializers

from coordination.reinforcement.models import Need, Slot, Wave
from coordination.reinforcement.selectors.drafting import professions_in_use, structures_for
from coordination.reinforcement.services.drafting import SlotWish
from directory.models import Profession, Structure
from portal.lib.patient import holds_nir
from portal.rest.texts import FreeText

FREE_TEXTS = ("unit", "motive_detail", "pay", "conditions", "welcome")


class SlotSerializer(serializers.ModelSerializer):
    """A period [start, end[ and its places; `id` names, in a correction, the slot corrected."""

    id = serializers.IntegerField(required=False)
    start = serializers.DateTimeField(source="period.lower")
    end = serializers.DateTimeField(source="period.upper")

    class Meta:
        model = Slot
        fields = ["id", "start", "end", "capacity", "taken"]
        read_only_fields = ["taken"]

    def validate(self, attrs):
        """Whole, even in a correction, and its period is in order."""
        period = attrs.get("period", {})
        if not {"lower", "upper"} <= period.keys() or "capacity" not in attrs:
            raise serializers.ValidationError("Un créneau a un début, une fin et des places.")
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
        """No patient's number in the free texts; a need once sent stays where it is."""
        if self.instance and "structure" in attrs and self.instance.state != Need.State.DRAFT:
            raise serializers.ValidationError(
                {"structure": "Un besoin envoyé ne change plus de structure : copiez-le."}
            )
        for name in FREE_TEXTS:
            if holds_nir(attrs.get(name, "")):
                raise serializers.ValidationError({name: "Aucune donnée sur les patients."})
        return attrs

    def wishes(self) -> list[SlotWish]:
        """The slots as the services take them."""
        return [
            SlotWish(
                DateTimeTZRange(one["period"]["lower"], one["period"]["upper"]),
                one["capacity"],
                slot_id=one.get("id"),
            )
            for one in self.validated_data["slots"]
        ]

    def own_fields(self) -> dict[str, Any]:
        """What was given of the need's own columns."""
        return {
            name: value
            for name, value in self.validated_data.items()
            if name not in ("slots", "professions")
        }


class CopySerializer(serializers.Serializer):
    """How many weeks later the copy is."""

    weeks = serializers.IntegerField(min_value=0, max_value=52, default=1)


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
