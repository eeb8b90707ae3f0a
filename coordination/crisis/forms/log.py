"""The one field of the log and what may be said besides; its filters."""

from django import forms

from coordination.crisis import shorthand
from coordination.crisis.models import (
    Certainty,
    Channel,
    EntryKind,
    Importance,
    LinkRole,
    Reliability,
    Role,
    Term,
)
from coordination.crisis.selectors.catalogue import roles_of_cell, terms
from coordination.crisis.selectors.log_page import Filters
from coordination.crisis.services.writing import Draft
from portal.ui.fields import NO_PATIENT, LongText, MomentField, ShortText
from portal.ui.forms import PortalForm

EMPTY = [("", "—")]
SAID = (
    "kind",
    "importance",
    "channel",
    "reliability",
    "certainty",
    "theme",
    "from_name",
    "to_name",
)


FOLDS = [
    ("0", "la première, avant de reculer les horloges (heure d’été)"),
    ("1", "la seconde, après (heure d’hiver)"),
]


class EntryForm(PortalForm):
    """One field is enough: `<` received, `>` sent, `!` decision, `#` measure."""

    text = LongText(
        max_length=2000, rows=3, label="Ce qui vient de se passer",
        help_text=(
            "Commencez par < (info reçue), > (info émise), ! (décision) ou # (mesure). "
            f"Ctrl + Entrée envoie. {NO_PATIENT}"
        ),
        error_messages={"required": "Écrivez au moins un mot."},
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )
    kind = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=[("", "d’après le premier signe"), *EntryKind.choices],
    )
    importance = forms.ChoiceField(
        label="Importance", choices=Importance.choices, initial=Importance.NORMAL, required=False
    )
    in_sitrep = forms.BooleanField(label="À porter au point de situation", required=False)
    occurred_at = MomentField(label="Survenu le, si ce n’est pas maintenant", required=False)
    fold = forms.ChoiceField(
        label="Laquelle des deux ?", choices=FOLDS, required=False, widget=forms.RadioSelect
    )
    from_name = ShortText(max_length=120, label="De", required=False)
    to_name = ShortText(max_length=120, label="À", required=False)
    channel = forms.ChoiceField(label="Canal", choices=EMPTY + Channel.choices, required=False)
    reliability = forms.ChoiceField(
        label="Source", choices=EMPTY + Reliability.choices, required=False
    )
    certainty = forms.ChoiceField(
        label="Certitude", choices=EMPTY + Certainty.choices, required=False
    )
    theme = forms.ChoiceField(label="Thème", required=False)

    def __init__(self, *args, doubt=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = EMPTY + [(t.code, t.label) for t in terms(Term.Kind.THEME)]
        self.doubt, self.twice = doubt, False

    def clean(self):
        """An hour that the night of October repeats is asked again, with both to choose from."""
        asked = super().clean()
        self.twice = self.has_error("occurred_at", code="twice")
        if self.twice and asked.get("fold"):
            field = self.fields["occurred_at"]
            typed = self["occurred_at"].data
            self.errors.pop("occurred_at")
            asked["occurred_at"] = field.which(typed, fold=int(asked["fold"]))
        elif self.twice:
            self.errors["occurred_at"] = self.error_class(
                ["Cette heure existe deux fois cette nuit-là : dites ci-dessous laquelle."]
            )
        return asked

    @property
    def more(self):
        """The fields behind « Préciser »; which of two hours, only when there are two."""
        hidden = ("text", "confirmed") if self.twice else ("text", "confirmed", "fold")
        return [self[name] for name in self.fields if name not in hidden]

    @property
    def is_confirmed(self):
        """Its writer has read it again."""
        return self.cleaned_data["confirmed"]

    def draft(self):
        """What is to be written."""
        asked = self.cleaned_data
        line = shorthand.read(asked["text"])
        said = {name: asked[name] for name in SAID if asked.get(name)}
        chosen = {"kind": line.kind} | said
        return Draft(
            text=line.text,
            occurred_at=asked.get("occurred_at"),
            in_sitrep=asked["in_sitrep"],
            **chosen,
        )


class CorrectionForm(PortalForm):
    """A correction: it replaces or completes, and never hides."""

    text = LongText(max_length=2000, rows=4, label="Texte")
    link_role = forms.ChoiceField(
        label="Cette entrée",
        choices=[(LinkRole.SUPERSEDES, "remplace le texte"), (LinkRole.ADDS, "le complète")],
        initial=LinkRole.SUPERSEDES,
        widget=forms.RadioSelect,
    )
    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )


class RedactionForm(PortalForm):
    """Why a text must be destroyed."""

    reason = ShortText(
        max_length=300,
        label="Pourquoi effacer ?",
        help_text="Sans recopier la donnée à effacer.",
    )


class FilterForm(PortalForm):
    """What one wants to see of the log."""

    q = forms.CharField(label="Mots", required=False, max_length=100)
    kind = forms.ChoiceField(label="Nature", choices=EMPTY + EntryKind.choices, required=False)
    role = forms.ModelChoiceField(
        Role.objects.none(), label="Fonction", required=False, empty_label="—"
    )
    theme = forms.ChoiceField(label="Thème", required=False)
    flagged = forms.BooleanField(label="Portées au point de situation", required=False)
    system = forms.BooleanField(label="Avec les lignes du portail", required=False)

    def __init__(self, *args, cell, **kwargs):
        # On the page of the log, beside a form that has fields of the same names.
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["role"].queryset = roles_of_cell(cell)
        self.fields["theme"].choices = EMPTY + [(t.code, t.label) for t in terms(Term.Kind.THEME)]

    @property
    def filters(self):
        """As the reads take them; what is not understood filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        role = asked.get("role")
        return Filters(
            search=asked.get("q") or "",
            kind=asked.get("kind") or "",
            role=role.pk if role else None,
            theme=asked.get("theme") or "",
            flagged=bool(asked.get("flagged")),
            with_system=bool(asked.get("system")),
        )
