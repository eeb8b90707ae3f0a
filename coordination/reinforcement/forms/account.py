"""The account of somebody who has none yet, made by allauth with our fields."""

from allauth.account.forms import SignupForm

from portal.ui.fields import ShortText
from portal.ui.forms import PortalFormMixin


class AccountForm(PortalFormMixin, SignupForm):
    """Names, address, and a password only for those who want one."""

    first_name = ShortText(
        label="Prénom", max_length=80, error_messages={"required": "Indiquez votre prénom."}
    )
    last_name = ShortText(
        label="Nom",
        max_length=80,
        help_text="Celui de votre carte professionnelle : il sert à vous vérifier.",
        error_messages={"required": "Indiquez votre nom."},
    )
    field_order = ("first_name", "last_name", "email", "password1")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        email, password = self.fields["email"], self.fields["password1"]
        email.label = "Adresse électronique"
        email.help_text = "Nous y envoyons tout de suite un code pour la vérifier."
        email.error_messages["required"] = "Indiquez votre adresse électronique."
        password.required = False
        password.label = "Mot de passe"
        password.help_text = (
            "Au moins 12 caractères. Laissez vide pour vous connecter "
            "chaque fois par un code reçu par courriel."
        )
        for field in (email, password):
            field.widget.attrs.pop("placeholder", None)
