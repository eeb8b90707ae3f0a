"""Rule 22: nothing can hold a patient. Every field of every model, form and serializer is read."""

import importlib
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from rest_framework import serializers

from portal.ui.fields import LongText, ShortText
from tests.architecture import sources

# Words of a name, in English and in French; `ins` and `nir` only whole: « instructions » is ours.
NAME = re.compile(
    r"patient|(?:^|_)(?:nir|ins|ssn|dob|ddn|ipp)(?:_|$)|birth|naissance|diagnos|victim|casualt"
    r"|symptom|patholog|malad|illness|disease|allerg|medical_record|social_security|next_of_kin"
)
SAID = re.compile(
    r"\bpatiente?s?\b|\bnaissance\b|\bn[ée]e? le\b|diagnostic|\bNIR\b|\bINS\b|sécurité sociale"
    r"|\bvictimes?\b|\bmalades?\b|symptôme",
    re.IGNORECASE,
)
# A label that asks for no patient asks for none.
REFUSES = re.compile(r"\b(?:aucun|rien sur un|pas d’un|jamais de) patients?\b", re.IGNORECASE)


NIR = "1 84 12 76 451 089 46"
# What is looked for, an address, the name of an account.
NO_TEXT = {
    "FilterForm.q", "SearchNameForm.filtres", "AccountForm.username", "ProfileForm.first_name",
    "ProfileForm.last_name",
}  # fmt: skip


def takes(field, text):
    """Whether `field` says nothing against `text`."""
    try:
        field.clean(text)
    except ValidationError:
        return False
    return True


def faults(owner, fields):
    """The fields of `owner`, (name, label) each, that could hold a patient."""
    return [
        f"{owner}.{name} ({label})"
        for name, label in fields
        if NAME.search(name.lower()) or SAID.search(REFUSES.sub("", label))
    ]


def of_model(model):
    return [(one.name, str(getattr(one, "verbose_name", ""))) for one in model._meta.get_fields()]


def of_form(form):
    return [(name, str(one.label or "")) for name, one in form.base_fields.items()]


def of_serializer(serializer):
    return [(name, str(one.label or "")) for name, one in serializer().fields.items()]


def ours(base):
    """The classes of the product under `base`, once every one of its modules is imported."""
    for path in sources.code():
        if "management" not in path.parts and {"forms", "api", "models"} & {*path.parts, path.stem}:
            dotted = ".".join(path.relative_to(sources.ROOT).with_suffix("").parts)
            importlib.import_module(dotted.removesuffix(".__init__"))
    found, waiting = [], [base]
    while waiting:
        children = waiting.pop().__subclasses__()
        waiting += children
        found += [one for one in children if one.__module__.split(".")[0] in sources.PACKAGES]
    return sorted(set(found), key=lambda one: (one.__module__, one.__qualname__))


def test_no_model_has_a_field_for_a_patient():
    models_ = sources.own_models()

    assert [one for model in models_ for one in faults(model.__name__, of_model(model))] == []
    assert {"LogEntry", "Volunteer", "Cell"} & {model.__name__ for model in models_}


def test_no_form_asks_for_a_patient():
    asked = ours(forms.BaseForm)

    assert [one for form in asked for one in faults(form.__name__, of_form(form))] == []
    assert "EntryForm" in {form.__name__ for form in asked}


def test_no_text_that_is_typed_takes_the_number_of_a_patient():
    taken = {
        f"{form.__name__}.{name}"
        for form in ours(forms.BaseForm)
        for name, one in form.base_fields.items()
        if type(one) in (forms.CharField, ShortText, LongText) and takes(one, NIR)
    }

    assert taken == NO_TEXT


def test_no_serializer_takes_or_gives_a_patient():
    given = [one for one in ours(serializers.BaseSerializer) if hasattr(one, "fields")]

    assert [one for each in given for one in faults(each.__name__, of_serializer(each))] == []
    assert len(given) > 20


@pytest.mark.parametrize(
    "name, label",
    [
        ("patient_name", "nom"), ("birth_date", "date"), ("nir", "numéro"), ("ins_number", ""),
        ("diagnosis", "avis"), ("notes", "nom du patient"), ("when", "date de naissance"),
        ("code", "numéro de sécurité sociale"), ("victims", "liste"),
    ],
)  # fmt: skip
def test_a_field_for_a_patient_would_be_seen_wherever_it_is(name, label):
    form = type("Any", (forms.Form,), {name: forms.CharField(label=label)})
    shape = type("Shape", (serializers.Serializer,), {name: serializers.CharField(label=label)})
    field = models.CharField(label, max_length=10)
    field.set_attributes_from_name(name)

    assert faults("Any", of_form(form))
    assert faults("Shape", of_serializer(shape))
    assert faults("Row", [(field.name, str(field.verbose_name))])


@pytest.mark.parametrize("name", ["instructions", "instance", "signed_on", "inside", "minutes"])
def test_plain_names_are_left_alone(name):
    assert not faults("Any", [(name, "libellé")])
