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


def sample_map():
    """Points of every level, two of them at the same place, and one coloured outline."""
    places = [
        ("Troyes", 4.0744, 48.2973, "critical", "non couvert"),
        ("Troyes nord", 4.0744, 48.2973, "good", "pourvu"),
        ("Romilly-sur-Seine", 3.7266, 48.5158, "good", "pourvu"),
        ("Bar-sur-Aube", 4.7062, 48.2331, "watch", "à surveiller"),
        ("Nogent-sur-Seine", 3.5030, 48.4936, "progress", "en cours"),
        (NASTY, 4.0047, 47.9990, "unknown", "inconnu"),
    ]
    corners = [[3.4, 48.1], [4.8, 48.1], [4.8, 48.7], [3.4, 48.7], [3.4, 48.1]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    features = [{"type": "Feature", "geometry": shape, "properties": {"level": "progress"}}]
    for title, longitude, latitude, level, label in places:
        properties = {"title": title, "text": "2 places", "level": level, "level_label": label}
        point = {"type": "Point", "coordinates": [longitude, latitude]}
        properties["url"] = "/composants/"
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return {"type": "FeatureCollection", "features": features}
