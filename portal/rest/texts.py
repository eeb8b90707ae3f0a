"""The texts that the API receives: free ones, telephone numbers, links."""

from typing import Any

from rest_framework import serializers

from portal.lib.patient import holds_patient_number
from portal.lib.phone import parse_french
from portal.lib.text import is_unseen


class SeenText(serializers.CharField):
    """A text that people can read, as in the forms: no XML, PDF or mail breaks on it."""

    def to_internal_value(self, data: Any) -> str:
        """The text, or a refusal when it holds a sign that is not seen."""
        text: str = super().to_internal_value(data)
        if any(is_unseen(char) for char in text if char not in "\n\r\t"):
            raise serializers.ValidationError(
                "Ce texte contient un caractère invisible qui n’est pas accepté.", code="control"
            )
        return text


class FreeText(SeenText):
    """A text where nothing may name a patient, as in the forms."""

    def to_internal_value(self, data: Any) -> str:
        """The text, or a refusal when it holds what identifies a patient for sure."""
        text: str = super().to_internal_value(data)
        if holds_patient_number(text):
            raise serializers.ValidationError("Aucune donnée sur les patients.", code="patient")
        return text


class Phone(serializers.CharField):
    """A French number, overseas included, kept as E.164."""

    def to_internal_value(self, data: Any) -> str:
        """E.164, or an empty text. Raises ValidationError for what cannot be called."""
        text: str = super().to_internal_value(data)
        try:
            return parse_french(text) if text else ""
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="phone") from error


class SecureLink(serializers.URLField):
    """A link that a browser opens safely."""

    def to_internal_value(self, data: Any) -> str:
        """The link. Raises ValidationError for another scheme than https."""
        link: str = super().to_internal_value(data)
        if link and not link.startswith("https://"):
            raise serializers.ValidationError("Le lien doit commencer par https://.", code="link")
        return link
