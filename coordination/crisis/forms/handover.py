"""What is asked to pass a role, or everything."""

from django import forms

from coordination.crisis.models import Role
from coordination.crisis.selectors.membership import memberships, people_of
from coordination.crisis.services.handover import Words
from portal.accounts.models import User
from portal.ui.fields import NO_PATIENT, LongText
from portal.ui.forms import PortalForm

WORDS = ("ongoing", "pending", "watch")


class EverythingForm(PortalForm):
    """Somebody leaves: to whom everything goes, and what must be known."""

    giver = forms.ModelChoiceField(User.objects.none(), label="Qui part ?")
    to = forms.ModelChoiceField(
        User.objects.none(), label="À qui ?", required=False,
        empty_label="une autre personne, ci-dessous",
    )  # fmt: skip
    email = forms.EmailField(label="Sinon, son adresse électronique", required=False)
    ongoing = LongText(max_length=1000, rows=3, label="En cours", required=False)
    pending = LongText(
        max_length=1000, rows=3, label="En attente", required=False, help_text=NO_PATIENT
    )
    watch = LongText(max_length=1000, rows=3, label="Points de vigilance", required=False)

    def __init__(self, *args, cell, user, runs=False, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_of(cell).order_by("last_name", "first_name")
        self.fields["to"].queryset = people
        if "giver" in self.fields:
            self.fields["giver"].queryset = people if runs else people.filter(pk=user.pk)
            self.fields["giver"].initial = user.pk

    def clean(self):
        """Somebody, chosen or named by their address."""
        asked = super().clean()
        email = asked.get("email")
        if asked.get("to") is None and email:
            asked["to"] = User.objects.filter(email__iexact=email, is_active=True).first()
            if asked["to"] is None:
                self.add_error("email", "Personne n’a de compte avec cette adresse.")
        elif asked.get("to") is None and "email" not in self.errors:
            self.add_error("to", "Choisissez une personne, ou donnez son adresse.")
        return asked

    @property
    def words(self):
        """The three texts."""
        return Words(**{name: self.cleaned_data[name] for name in WORDS})


class HandoverForm(EverythingForm):
    """One role, and what must be known of it."""

    giver = None
    role = forms.ModelChoiceField(Role.objects.none(), label="Quelle fonction ?", empty_label=None)

    field_order = ("role", "to", "email", *WORDS)

    def __init__(self, *args, cell, user, **kwargs):
        super().__init__(*args, cell=cell, user=user, **kwargs)
        held = memberships(user, cell).filter(role__isnull=False).values("role")
        self.fields["role"].queryset = Role.objects.filter(pk__in=held)
        self.fields["to"].queryset = self.fields["to"].queryset.exclude(pk=user.pk)
