"""Fields that understand what French people type, and say clearly what they cannot accept."""

import unicodedata
from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from portal.lib.french_input import parse_day, parse_hour
from portal.lib.identifiers import rpps_problem
from portal.lib.patient import holds_patient_number
from portal.lib.phone import national, parse_french
from portal.lib.text import is_unseen, search_key
from portal.ui.charts import plain_number

NO_PATIENT = "N’écrivez rien sur un patient : ni nom, ni date de naissance, ni numéro."


class ShortText(forms.CharField):
    """One line of text: any script, emoji included, no control character."""

    def __init__(self, *, max_length=200, **kwargs):
        self.longest = max_length
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """A browser stops typing at the limit only for fields that are short."""
        attrs = super().widget_attrs(widget)
        return attrs | {"maxlength": self.longest} if self.longest <= 200 else attrs

    def clean(self, value):
        """The text in NFC, without outer blanks."""
        text = unicodedata.normalize("NFC", super().clean(value) or "")
        if len(text) > self.longest:
            count, longest = plain_number(len(text)), plain_number(self.longest)
            raise ValidationError(
                f"Ce texte est trop long : {count} caractères, {longest} au plus.", code="long"
            )
        if any(self.refused(char) for char in text):
            raise ValidationError(
                "Ce texte contient un caractère invisible qui n’est pas accepté : "
                "retapez-le plutôt que de le coller.",
                code="control",
            )
        if holds_patient_number(text):
            raise ValidationError(
                "Ce texte semble contenir un numéro de sécurité sociale ou une identité de santé. "
                "Le portail ne reçoit aucune donnée sur les patients : retirez-le.",
                code="patient",
            )
        return text

    def refused(self, char: str) -> bool:
        """Control characters, and those that turn the reading order."""
        return is_unseen(char)


class LongText(ShortText):
    """Several lines, and a reminder that nothing is written about a patient."""

    def __init__(self, *, max_length=2000, rows=4, **kwargs):
        kwargs.setdefault("help_text", NO_PATIENT)
        super().__init__(
            max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )

    def clean(self, value):
        """The text, its line breaks as ours."""
        return super().clean((value or "").replace("\r\n", "\n"))

    def refused(self, char: str) -> bool:
        """A line break or a tabulation is welcome here."""
        return char not in "\n\t" and super().refused(char)


class DayInput(forms.TextInput):
    """A date picker; a text that is no date is shown again as it was typed."""

    def get_context(self, name, value, attrs):
        """The type of the input follows what it must show."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        try:
            context["widget"]["value"] = parse_day(shown).isoformat() if shown else shown
            context["widget"]["type"] = "date"
        except ValueError:
            context["widget"]["type"] = "text"
        return context

    def format_value(self, value):
        """ISO for a date, the text itself otherwise."""
        return value.isoformat() if isinstance(value, date) else value


class HourInput(forms.TextInput):
    """An hour typed as people say it, shown as `20:00`."""

    def __init__(self, attrs=None):
        super().__init__({"placeholder": "20h", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        """`20:00` for a time, the text itself otherwise."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


class DayField(forms.Field):
    """A date: JJ/MM/AAAA, ISO or picked."""

    widget = DayInput

    def to_python(self, value):
        """A date, or None. Raises ValidationError with the sentence to show."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return _read(parse_day, value)


class HourField(forms.Field):
    """An hour on 24: 20h, 20:00, 20 h 00."""

    widget = HourInput

    def to_python(self, value):
        """A time, or None. Raises ValidationError with the sentence to show."""
        if value in self.empty_values or isinstance(value, time):
            return None if value in self.empty_values else value
        return _read(parse_hour, value)


class MomentInput(forms.MultiWidget):
    """A day and an hour, side by side, each with its label."""

    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__({"day": DayInput(), "hour": HourInput()}, attrs)

    def decompress(self, value):
        """The local day and hour of an instant."""
        if not value:
            return [None, None]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.date(), local.time()]


class MomentField(forms.MultiValueField):
    """An instant given as a day and an hour of the current time zone."""

    widget = MomentInput

    def __init__(self, **kwargs):
        fields = (
            DayField(error_messages={"incomplete": "Indiquez le jour."}),
            HourField(error_messages={"incomplete": "Indiquez l’heure."}),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        """The instant; an hour that the spring change skips, or that the autumn change repeats,
        is refused, not guessed."""
        if not values or values[0] is None:
            return None
        local = datetime.combine(*values, tzinfo=timezone.get_current_timezone())
        if local.astimezone(UTC).astimezone(local.tzinfo).time() != local.time():
            raise ValidationError(
                "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été. "
                "Choisissez l’heure suivante.",
                code="skipped",
            )
        if local.replace(fold=1).utcoffset() != local.utcoffset():
            raise ValidationError(
                "Cette heure existe deux fois cette nuit-là : on passe à l’heure d’hiver, "
                "de 3 h à 2 h. Choisissez une heure avant 2 h ou à partir de 3 h.",
                code="twice",
            )
        return local

    def which(self, typed, *, fold):
        """The instant of an hour that is repeated, once one has said which; None if unreadable."""
        try:
            day, hour = (field.clean(one) for field, one in zip(self.fields, typed, strict=True))
        except ValidationError:
            return None
        zone = timezone.get_current_timezone()
        return datetime.combine(day, hour, tzinfo=zone).replace(fold=fold)


class PhoneField(forms.CharField):
    """A French number, overseas included, kept as E.164."""

    def __init__(self, **kwargs):
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        """E.164, or an empty text. Raises ValidationError for what cannot be called."""
        text = super().clean(value)
        return _read(parse_french, text) if text else ""

    def prepare_value(self, value):
        """As it is read aloud, unless it is what the reader has just typed."""
        try:
            return national(parse_french(str(value))) if value else value
        except ValueError:
            return value


class RppsField(forms.CharField):
    """An RPPS number: 11 digits, spaces accepted, key verified."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "11 chiffres, sur votre carte professionnelle (CPS).")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value):
        """The eleven digits, or an empty text."""
        text = "".join((super().clean(value) or "").replace(".", " ").split())
        if text and (problem := rpps_problem(text)):
            raise ValidationError(problem, code="rpps")
        return text


class SuggestInput(forms.TextInput):
    """A text completed from the JSON of a named address, when that address exists."""

    def __init__(self, attrs=None, *, url_name):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url_name = url_name

    def get_context(self, name, value, attrs):
        """The input with the address of its suggestions."""
        context = super().get_context(name, value, attrs)
        try:
            context["widget"]["attrs"]["data-suggest-url"] = reverse(self.url_name)
        except NoReverseMatch:
            return context
        return context


class CommuneField(forms.CharField):
    """A commune of `queryset`, typed by name, postal code or official code.

    With JavaScript, suggestions come from the address `territories:suggest`; without it the
    text is enough, and a name borne by several communes is answered with their list.
    """

    def __init__(self, *, queryset, **kwargs):
        self.queryset = queryset
        kwargs.setdefault("help_text", "Nom ou code postal, par exemple Troyes ou 10000.")
        super().__init__(widget=SuggestInput(url_name="territories:suggest"), **kwargs)

    def prepare_value(self, value):
        """`Troyes (10387)` for a territory or its identifier, the typed text otherwise."""
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return f"{value.name} ({value.code})" if hasattr(value, "code") else value

    def clean(self, value):
        """The commune, or None. Raises ValidationError with what to type instead."""
        text = super().clean(value)
        if not text:
            return None
        found = list(self._candidates(text)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                f"Aucune commune ne s’appelle « {text[:60]} » : vérifiez l’orthographe, "
                "ou tapez son code postal.",
                code="unknown",
            )
        names = ", ".join(f"{place.name} ({place.code})" for place in found[:5])
        raise ValidationError(
            f"Plusieurs communes correspondent : {names}. Recopiez celle que vous voulez.",
            code="ambiguous",
        )

    def _candidates(self, text):
        name, _, code = text.rpartition("(")
        code = code.strip(" )").upper()
        exact = self.queryset.filter(code=code)
        if (name or code.isalnum()) and exact.exists():
            return exact
        if text.isdigit() and len(text) == 5:
            return self.queryset.filter(postal_codes__contains=[text]).order_by("search_key")
        return self.queryset.filter(search_key=search_key(name or text)).order_by("code")


def _read(parse, text):
    try:
        return parse(str(text))
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error
