"""A file to be joined."""

from django import forms
from django.conf import settings

from coordination.crisis.services.attachment import Sent, accepted
from portal.ui.forms import PortalForm


class AttachmentForm(PortalForm):
    """The file, and that its sender read it again."""

    file = forms.FileField(label="Fichier", allow_empty_file=True, max_length=None)
    confirmed = forms.BooleanField(
        label="J’ai relu : ce fichier ne permet de reconnaître aucun patient",
        required=False,
        help_text="Nécessaire pour une photo ou une page numérisée, que le portail ne sait lire.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = accepted()
        field = self.fields["file"]
        field.help_text = (
            f"{settings.ATTACHMENT_MEGABYTES} Mo au plus : "
            f"{', '.join(kind.label for kind in kinds)}. Aucune donnée sur un patient : le nom du "
            "fichier et son texte sont relus, un numéro de sécurité sociale le fait refuser."
        )
        field.widget.attrs["accept"] = ",".join(end for kind in kinds for end in kind.endings)

    def sent(self):
        """The file as it came; one byte more than the limit is enough to refuse it."""
        file = self.cleaned_data["file"]
        return Sent(file.name, file.read(settings.ATTACHMENT_MEGABYTES * 1_000_000 + 1))
