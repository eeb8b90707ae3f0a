"""A form of a page, filled as somebody would who knows nothing: the first choice, a word."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.ui.fields import MomentField

WORD = "Deux ailes à préparer"


def filled(form: forms.BaseForm) -> dict[str, Any]:
    """What to send so that each field of the form holds something it accepts."""
    sent: dict[str, Any] = {}
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if isinstance(field, MomentField):
            if not field.required:
                continue
            soon = timezone.localtime() + timedelta(hours=3)
            sent |= {f"{key}_day": f"{soon:%d/%m/%Y}", f"{key}_hour": f"{soon:%H:%M}"}
        elif (value := _value(form[name], field)) not in (None, "", []):
            sent[key] = value
    return sent


def _value(bound: forms.BoundField, field: forms.Field) -> Any:
    """A value for one field that is not a moment."""
    known = bound.initial
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("consigne.txt", b"Deux ailes")
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return _choices(field)[:1]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return known if known not in (None, "") else (_choices(field) or [""])[0]
    if isinstance(field, forms.DateField):
        return f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}"
    if isinstance(field, forms.URLField):
        return "https://visio.example.org/cellule"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return known if known is not None else 1
    return known or WORD


def _choices(field: Any) -> list[str]:
    flat = [
        pair
        for value, label in field.choices
        for pair in (label if isinstance(label, list | tuple) else [(value, label)])
    ]
    return [str(value) for value, _label in flat if str(value)]
