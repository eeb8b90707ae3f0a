"""Forms of the messages' pages."""

from django import forms

from coordination.notifications.models import Channel, Notification, Preference
from coordination.notifications.registry import all_notices
from coordination.notifications.selectors import notice_choices
from portal.ui.fields import HourField, PhoneField
from portal.ui.forms import PortalForm

ORDERS = [
    ("email", "Par courriel seulement"),
    ("email,sms", "Par courriel, et par SMS si le courriel échoue"),
    ("sms,email", "Par SMS, et par courriel si le SMS échoue"),
    ("sms", "Par SMS seulement"),
]
ALL = [("", "Tous")]


class PreferenceForm(PortalForm):
    """How the person wants to be reached."""

    order = forms.ChoiceField(
        label="Par quel moyen",
        choices=ORDERS,
        widget=forms.RadioSelect,
        help_text="Chaque message est aussi gardé dans votre rubrique « Messages ».",
    )
    phone = PhoneField(label="Téléphone mobile", required=False)
    quiet_from = HourField(label="Pas de SMS à partir de", required=False)
    quiet_until = HourField(
        label="Jusqu’à",
        required=False,
        help_text="Laissez les deux heures vides pour être joignable à tout moment. "
        "Les messages urgents passent toujours.",
    )
    wanted = forms.MultipleChoiceField(
        label="Ce que vous voulez recevoir",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ce qui est décoché reste visible dans « Messages », sans courriel ni SMS.",
    )

    def __init__(self, *args, preference: Preference, **kwargs):
        self.preference = preference
        optional = [(one.slug, one.label.capitalize()) for one in all_notices() if one.optional]
        kwargs["initial"] = {
            "order": ",".join(preference.channels),
            "phone": preference.phone,
            "quiet_from": preference.quiet_from,
            "quiet_until": preference.quiet_until,
            "wanted": [slug for slug, _label in optional if slug not in preference.muted],
        }
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = optional
        if not optional:
            del self.fields["wanted"]

    def clean(self):
        """A number where SMS are wanted; quiet hours with two ends."""
        given = super().clean()
        if "sms" in given.get("order", "") and not given.get("phone") and not self.errors:
            self.add_error("phone", "Indiquez le numéro auquel envoyer les SMS.")
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        if (begins is None) != (ends is None) and not self.errors:
            missing = "quiet_from" if begins is None else "quiet_until"
            self.add_error(missing, "Indiquez le début et la fin, ou aucun des deux.")
        return given

    def filled(self) -> Preference:
        """The preference with what was typed, not saved yet."""
        given, preference = self.cleaned_data, self.preference
        preference.channels = given["order"].split(",")
        preference.phone = given.get("phone") or ""
        preference.quiet_from = given.get("quiet_from")
        preference.quiet_until = given.get("quiet_until")
        if "wanted" in self.fields:
            shown = {slug for slug, _label in self.fields["wanted"].choices}
            kept = [slug for slug in preference.muted if slug not in shown]
            preference.muted = kept + sorted(shown - set(given["wanted"]))
        return preference


class OutboxFilter(PortalForm):
    """What the outbox shows."""

    etat = forms.ChoiceField(label="État", required=False)
    moyen = forms.ChoiceField(label="Moyen", required=False)
    avis = forms.ChoiceField(label="Avis", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["etat"].choices = ALL + Notification.State.choices
        self.fields["moyen"].choices = ALL + Channel.choices
        self.fields["avis"].choices = ALL + notice_choices()

    def chosen(self) -> dict[str, str]:
        """The conditions understood; what is not is ignored."""
        given = self.cleaned_data if self.is_valid() else {}
        names = {"state": "etat", "channel": "moyen", "notice": "avis"}
        return {key: given.get(name, "") for key, name in names.items()}
