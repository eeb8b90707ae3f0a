"""What is asked of signals, and what is chosen between two rows."""

from django import forms

from directory.models import Signal
from directory.models.choosing import GROUPS
from directory.models.faults import SEVERITIES
from directory.selectors.quality import MINE, NOBODYS
from directory.services.merging import Choice
from portal.ui.fields import ShortText
from portal.ui.forms import PortalForm


class SignalFilter(PortalForm):
    """Which signals are shown."""

    regle = forms.ChoiceField(
        label="Défaut", required=False, choices=[("", "Tous"), *Signal.Rule.choices]
    )
    gravite = forms.TypedChoiceField(
        label="Gravité", required=False, coerce=int, empty_value=None,
        choices=[("", "Toutes"), *SEVERITIES.items()],
    )  # fmt: skip

    qui = forms.ChoiceField(
        label="Suivi par", required=False,
        choices=[("", "Tout le monde"), (MINE, "Moi"), (NOBODYS, "Personne")],
    )  # fmt: skip
    age = forms.TypedChoiceField(
        label="En attente", required=False, coerce=int, empty_value=None,
        choices=[("", "Peu importe"), *((days, f"Plus de {days} jours") for days in (7, 30, 90))],
    )  # fmt: skip

    def asked(self):
        """What the valid fields ask; a field in error asks nothing."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "rule": data.get("regle") or "", "weight": data.get("gravite"),
            "holder": data.get("qui") or "", "days": data.get("age"),
        }  # fmt: skip


class DropForm(PortalForm):
    """Why it is no fault."""

    reason = ShortText(
        label="Pourquoi n’est-ce pas un défaut ?",
        help_text="Gardé au journal. Le signalement ne reviendra que si une des valeurs change.",
        min_length=3,
        max_length=200,
    )


class BulkForm(DropForm):
    """Several signals, one reason."""

    signals = forms.ModelMultipleChoiceField(
        label="Signalements", queryset=Signal.objects.none(), widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, signals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signals"].queryset = signals


class MergeForm(PortalForm):
    """Which row gives each group of fields; across two entities, why."""

    across = forms.BooleanField(
        label="Je confirme que ces fiches d’entités juridiques différentes n’en font qu’une",
        required=False,
    )
    reason = ShortText(label="Pourquoi ces deux fiches n’en font qu’une", max_length=200)

    def __init__(self, *args, rows, is_across, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_across:
            del self.fields["across"]
        self.rows = rows

    def choice(self):
        """What was chosen; a group that was not answered keeps what is proposed."""
        proposed = {one.group: "lost" if one.takes_theirs else "kept" for one in self.rows}
        taken = {one for one in GROUPS if self.data.get(one, proposed[one]) == "lost"}
        data = self.cleaned_data
        return Choice(frozenset(taken), data["reason"], bool(data.get("across")))
