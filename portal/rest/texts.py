"""The free texts that the API receives."""

from typing import Any

from rest_framework import serializers

from portal.lib.patient import holds_patient_number


class FreeText(serializers.CharField):
    """A text where nothing may name a patient, as in the forms."""

    def to_internal_value(self, data: Any) -> str:
        """The text, or a refusal when it holds what identifies a patient for sure."""
        text: str = super().to_internal_value(data)
        if holds_patient_number(text):
            raise serializers.ValidationError("Aucune donnée sur les patients.", code="patient")
        return text
