"""Samples of every component, shown at /composants/ and used by the tests."""

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from portal.ui.fields import LongText, MomentField, PhoneField, RppsField, ShortText
from portal.ui.forms import PortalForm
from portal.ui.paging import Page

NASTY = '<b>gras</b> & "guillemets"'


class SampleForm(PortalForm):
    """One field of each kind."""

    name = ShortText(label="Nom de la structure", max_length=100)
    profession = forms.ChoiceField(
        label="Profession", choices=[("", "Choisir…"), ("60", "infirmier"), ("10", "médecin")]
    )
    starts_at = MomentField(label="Début", help_text="Heure de Paris, par exemple 20h.")
    phone = PhoneField(label="Téléphone", required=False)
    rpps = RppsField(label="Numéro RPPS", required=False)
    channels = forms.MultipleChoiceField(
        label="Comment vous prévenir",
        choices=[("mail", "E-mail"), ("sms", "SMS")],
        widget=forms.CheckboxSelectMultiple,
    )
    lodging = forms.ChoiceField(
        label="Logement",
        choices=[("yes", "Logement fourni"), ("no", "Pas de logement")],
        widget=forms.RadioSelect,
    )
    terms = LongText(label="Conditions pratiques", required=False)
    agreed = forms.BooleanField(label="La structure s’engage à accueillir les renforts")


class SampleFilter(PortalForm):
    """Filters of a list."""

    state = forms.ChoiceField(
        label="État", choices=[("", "Tous"), ("open", "ouvert"), ("filled", "pourvu")],
        required=False,
    )  # fmt: skip
    q = ShortText(label="Commune", required=False)


def samples(request):
    """The values shown by the gallery; `?erreurs=1` shows the form refused."""
    now = timezone.now()
    paris = ZoneInfo("Europe/Paris")
    wrong = {
        "name": NASTY,
        "starts_at_day": "32/01/2026",
        "starts_at_hour": "25h",
        "phone": "+44 20",
    }
    return {
        "form": SampleForm(wrong) if "erreurs" in request.GET else SampleForm(),
        "filter": SampleFilter(request.GET or None),
        "nasty": NASTY,
        "now": now,
        "recently": now - timedelta(minutes=12),
        "night": timezone.datetime(2026, 3, 28, 20, tzinfo=paris),
        "morning": timezone.datetime(2026, 3, 29, 8, tzinfo=paris),
        "levels": [
            ("unknown", "inconnu"), ("progress", "en cours"), ("good", "pourvu"),
            ("watch", "à surveiller"), ("critical", "non couvert"),
        ],
        "rows": [
            {"name": "EHPAD Les Tilleuls", "town": "Troyes", "places": "2 sur 5"},
            {"name": NASTY, "town": "Bar-sur-Aube", "places": "0 sur 1"},
        ],
        "steps": [
            SimpleNamespace(at=now - timedelta(hours=4), title="Besoin publié", level="good"),
            SimpleNamespace(
                at=now - timedelta(hours=3), title="42 infirmiers prévenus", level="progress",
                detail="Première vague, par SMS et e-mail.",
            ),
            SimpleNamespace(at=None, title="Confirmation", level="unknown"),
        ],
        "bars": [("Infirmiers", 42), ("Aides-soignants", 17), ("Médecins", 3, "réserve comprise")],
        "funnel": [("Correspondent", 60), ("Prévenus", 42), ("Ont répondu", 17), ("Retenus", 5)],
        "series": [3, 5, 4, 8, 7, 11, 9],
        "page": Page(items=[], next="abc", first=False),
    }  # fmt: skip
