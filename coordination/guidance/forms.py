"""What is asked to write a recommendation, to find one, to repeal one."""

from django import forms
from django.utils import timezone

from coordination.crisis.forms.work import READ_AGAIN
from coordination.guidance.models import Topic, Version, issuing
from coordination.guidance.models.recommendation import LINE
from coordination.guidance.services.writing import Subject, Words
from directory.models import Category, Profession, Structure
from portal.accounts.models import Grant, Role
from portal.territories.models import Territory
from portal.ui.fields import NO_PATIENT, DayField, LongText, ShortText
from portal.ui.forms import PortalForm

HELD = (Role.ARS, Role.MANAGER, Role.COORDINATOR, Role.CPTS_MEMBER)
SMALL = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
STATES = [
    ("in_force", "en vigueur"), ("replaced", "remplacées"), ("repealed", "abrogées"),
    ("preparation", "en préparation"),
]  # fmt: skip
SUBJECT = ("territory", "title", "topic", "issuer")


class RecommendationFilter(PortalForm):
    """What the list keeps."""

    q = ShortText(max_length=120, label="Mots du titre, numéro ou organisme", required=False)
    etat = forms.ChoiceField(label="État", choices=STATES, required=False)
    sujet = forms.ChoiceField(
        label="Sujet", choices=[("", "tous les sujets"), *Topic.choices], required=False
    )


class RecommendationForm(PortalForm):
    """The source, the three lines, how long they count, and whom they concern."""

    territory = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.none())
    title = ShortText(max_length=140, label="Titre")
    topic = forms.ChoiceField(label="Sujet", choices=Topic.choices)
    issuer = ShortText(
        max_length=120, label="Organisme auteur de la source",
        help_text="Par exemple : ministère, ARS, société savante.",
    )  # fmt: skip
    link = forms.URLField(
        label="Lien vers la source", max_length=500, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip
    changes = ShortText(max_length=LINE, label="Ce qui change", help_text=NO_PATIENT)
    actors = ShortText(max_length=LINE, label="Qui agit")
    deadline = ShortText(
        max_length=LINE, label="Avant quand", help_text="Par exemple : dès aujourd’hui, 20 h 00."
    )
    valid_from = DayField(label="En vigueur à partir du")
    review_by = DayField(label="À relire avant le", help_text="Ensuite, elle est signalée.")
    place = forms.ModelChoiceField(
        label="Où sont les destinataires", queryset=Territory.objects.none()
    )
    roles = forms.MultipleChoiceField(
        label="Les personnes qui ont ces rôles", required=False,
        choices=[(one, one.label) for one in HELD], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label="Les responsables de ces structures", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    professions = forms.MultipleChoiceField(
        label="Les professionnels connus du portail", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, user, known=None, alone=True, **kwargs):
        super().__init__(*args, **kwargs)
        issued = issuing(user).exclude(kind__in=SMALL).order_by("-population", "name")
        self.fields["territory"].queryset = issued
        inside = Territory.objects.within([known.territory_id]) if known else issued
        places = inside.exclude(kind__in=SMALL).order_by("-population", "name")
        self.fields["place"].queryset = places
        self.fields["professions"].choices = [
            (one.pk, one.label) for one in Profession.objects.filter(closed_on__isnull=True)
        ]
        managed = Structure.objects.filter(grants__in=Grant.objects.in_force())
        kinds = Category.objects.filter(pk__in=managed.values("category")).order_by("label")
        self.fields["categories"].choices = [(one.pk, str(one)) for one in kinds]
        for name in SUBJECT if known else ():
            if name == "territory" or not alone:
                del self.fields[name]

    def clean(self):
        """Somebody is meant, and the review comes after the first day."""
        asked = super().clean()
        self.check_order(
            "valid_from", "review_by", message="La relecture vient après l’entrée en vigueur."
        )
        if not any(asked.get(name) for name in ("roles", "categories", "professions")):
            self.add_error("roles", "Choisissez au moins un rôle, une structure ou une profession.")
        return asked

    @property
    def subject(self):
        """What it is about; None for another version of what is already cited."""
        asked = self.cleaned_data
        if "title" not in self.fields:
            return None
        return Subject(asked["title"], asked["topic"], asked["issuer"])

    @property
    def words(self):
        """What the version says."""
        asked = self.cleaned_data
        lists = {name: tuple(asked[name]) for name in ("roles", "categories", "professions")}
        lines = ("changes", "actors", "deadline", "link", "valid_from", "review_by", "place")
        return Words(**{name: asked[name] for name in lines}, **lists)


def begun(version=None, *, territory=None):
    """What a form shows first: the words of `version`, today otherwise."""
    if version is None:
        return {"valid_from": timezone.localdate(), "territory": territory, "place": territory}
    names = (
        *("changes", "actors", "deadline", "link", "valid_from", "review_by", "place"),
        *("roles", "categories", "professions"),
    )
    known = version.recommendation
    subject = {"title": known.title, "topic": known.topic, "issuer": known.issuer}
    shown = {name: getattr(version, name) for name in names} | subject
    if version.state in Version.PUBLISHED:
        # Another version: a new life, and a new review to choose.
        shown |= {"valid_from": timezone.localdate(), "review_by": None}
    return shown


class RepealForm(PortalForm):
    """Why it counts no more."""

    reason = LongText(max_length=300, rows=3, label="Pourquoi elle est abrogée")
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)
