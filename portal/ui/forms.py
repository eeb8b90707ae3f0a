"""The base of every form: one look, errors tied to their fields, what was typed is kept."""

from django import forms
from django.forms.utils import ErrorList

from portal.ui.fields import HourField, MomentField

SHAPES = {
    "CheckboxInput": "components/field_checkbox.html",
    "CheckboxSelectMultiple": "components/field_choices.html",
    "RadioSelect": "components/field_choices.html",
    "MomentInput": "components/field_moment.html",
}
BLANK, CHOOSE = ("", "---------"), ("", "Choisissez")
LONGEST_REPEATED = 80
REQUIRED = "Cette réponse est nécessaire."


class PortalBoundField(forms.BoundField):
    """A field shown with its label, its hint and its error, each tied to the input."""

    @property
    def template_name(self):
        """The template that suits the widget."""
        shape = SHAPES.get(type(self.field.widget).__name__, "components/field.html")
        return self.field.template_name or shape

    @property
    def group(self):
        """The DSFR's name for the box around the input."""
        return (
            "fr-select-group" if isinstance(self.field.widget, forms.Select) else "fr-input-group"
        )

    @property
    def parts(self):
        """The inputs of a day and hour field, each with its own label."""
        return list(zip(("Jour", "Heure"), self.subwidgets[0].data["subwidgets"], strict=True))


class PortalErrorList(ErrorList):
    """Errors as the DSFR shows them."""

    def __init__(self, initlist=None, error_class=None, renderer=None, field_id=None):
        super().__init__(initlist, error_class, renderer, field_id)
        self.error_class = "errorlist fr-error-text"


class PortalFormMixin:
    """What forms and model forms of the portal share."""

    template_name = "components/form.html"
    bound_field_class = PortalBoundField
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("error_class", PortalErrorList)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        dress(self)

    def add_error(self, field, error):
        """As Django does, except that a sentence never repeats a page of what was typed."""
        for one in getattr(error, "error_list", []):
            if one.params:
                one.params = {name: _short(value) for name, value in one.params.items()}
        super().add_error(field, error)

    def check_order(self, start, end, *, message="La fin doit venir après le début."):
        """The field `end` holds an error unless it comes after the field `start`."""
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if first and last and last <= first:
            self.add_error(end, message)


def dress(form):
    """`form`, a stranger's one included, is shown with the look of the portal from now on."""
    form.bound_field_class = PortalBoundField
    form.error_class = PortalErrorList
    form.use_required_attribute = False
    form._bound_fields_cache.clear()
    for field in form.fields.values():
        _dress(field)


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the portal."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A form on one model."""


def _short(value):
    if isinstance(value, str) and len(value) > LONGEST_REPEATED:
        return f"{value[:LONGEST_REPEATED]}…"
    return value


def _dress(field):
    widget = field.widget
    if isinstance(field, forms.TypedChoiceField) and BLANK in (known := list(field.choices)):
        field.choices = [CHOOSE if one == BLANK else one for one in known]
    # allauth repeats the label in the field: one more thing to read, in grey.
    if widget.attrs.get("placeholder") and not isinstance(field, HourField):
        del widget.attrs["placeholder"]
    if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
        widget.attrs.setdefault("class", "fr-select")
    elif isinstance(field, MomentField):
        for part in widget.widgets:
            part.attrs.setdefault("class", "fr-input")
    elif not isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        widget.attrs.setdefault("class", "fr-upload" if widget.needs_multipart_form else "fr-input")
    field.error_messages.setdefault("required", REQUIRED)
    if str(field.error_messages["required"]) == str(forms.Field.default_error_messages["required"]):
        field.error_messages["required"] = REQUIRED
