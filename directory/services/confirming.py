"""« Tout est exact »: one tap dates every value of a page."""

from django.utils import timezone

from directory.models import FieldSource, Structure
from directory.services.fields import CORRECTABLE
from directory.services.keeping import OWNER, written_by
from portal.accounts.models import User
from portal.audit.services import record


def confirm_page(structure: Structure, *, by: User) -> None:
    """Every value and every line of the page is as of today, confirmed by `by`.

    Where each comes from does not change, nor what is kept from the imports.
    """
    today, name = timezone.localdate(), str(by)[:160]
    said = {"as_of": today, "confirmed_by": name}
    with written_by(by):
        known = structure.field_sources.filter(field__in=CORRECTABLE)
        known.update(confidence=FieldSource.Confidence.HIGH, **said)
        told = set(known.values_list("field", flat=True))
        FieldSource.objects.bulk_create(
            FieldSource(
                structure=structure, field=field, source=structure.source or OWNER,
                confidence=FieldSource.Confidence.HIGH, **said,
            )
            for field in CORRECTABLE
            if field not in told and getattr(structure, field)
        )  # fmt: skip
        structure.contacts.current().order_by().update(**said)
        structure.services.current().update(**said)
        structure.memberships.current().update(**said)
        structure.plans.update(**said)
        record(by, "structure.confirmed", structure)
