"""What a person tells of themselves."""

from portal.accounts.models import User
from portal.ui.forms import PortalModelForm


class ProfileForm(PortalModelForm):
    """The names that the others read."""

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
