"""The free texts that the API receives."""

from typing import Any

from rest_framework import serializers

from portal.lib.patient import holds_nir


class FreeText(serializers.CharField):
    """A text where nothing may name a patient, as in the forms."""

    def to_internal_value(self, data: Any) -> str:
        """The text, or a refusal when it holds a patient's social security number."""
        text: str = super().to_internal_value(data)
        if holds_nir(text):
            raise serializers.ValidationError("Aucune donnée sur les patients.")
        return text
