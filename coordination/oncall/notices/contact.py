"""The code by which a contact is verified."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, Outsider, register
from coordination.oncall.models import Channel, ContactCheck, ContactMethod, Person
from coordination.oncall.notices.people import with_account
from coordination.oncall.selectors.people.contact_code import code_of


@register
class ContactCode(Notice):
    """Carries a code to the contact to verify, whether its owner has an account or not."""

    slug = "contact_code"
    label = "code de vérification d’un moyen de contact"
    queue = Queue.URGENT.value
    lifetime = timedelta(minutes=15)
    optional = False
    duplicate_is_harmless = True

    def load(self, subject_id: Any) -> ContactCheck:
        return ContactCheck.objects.select_related("contact__person").get(pk=subject_id)

    def audience(self) -> QuerySet[Person]:
        return with_account([])

    def outsiders(self) -> Iterable[Outsider]:
        contact = self.subject.contact
        is_email = contact.kind == ContactMethod.Kind.EMAIL
        channel = Channel.EMAIL if is_email else Channel.SMS
        return [Outsider(((channel.value, contact.value),), contact.person.first_name)]

    def context(self) -> dict[str, Any]:
        return {"person": str(self.subject.contact.person)}

    def code(self, reference: str, phone: str) -> str:
        return code_of(self.subject)
