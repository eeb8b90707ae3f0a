"""What belongs to another cell is nobody's business here: each choice of each form is forged."""

from typing import Any

import pytest
from django import forms

from tests.coordination.crisis import test_closed_cells as acts
from tests.coordination.crisis.filled import filled
from tests.people import GrantFactory
from tests.rights_world import World, addresses, crisis_entry

pytestmark = pytest.mark.django_db
world = acts.world
# A row that is not there, in the shapes in which choices are written.
FORGED = "groupe-999999999"
CHOICES = (forms.ChoiceField, forms.ModelChoiceField)
MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def forms_of(world: World, alice: acts.Visitor) -> dict[str, tuple[str, Any, dict[str, Any]]]:
    """Each page of the crisis that takes a form: its address, the form, what it accepts."""
    more, found = acts.of_pages(world), {}
    for name, pattern in addresses():
        if not name.startswith(("crisis:", "guidance:")):
            continue
        address = world.address(name, pattern)
        answer = alice.sends(address, more.get(name, {}), api=False)
        form = (answer.context or {}).get(acts.FORMS.get(name, "form"))
        if hasattr(form, "fields"):
            found[name] = (address, form, filled(form) | more.get(name, {}))
    return found


def forged_value(field: Any) -> str:
    """What the field does not offer: the row of another cell, else one that is not there."""
    if isinstance(field, forms.ModelChoiceField):
        key, model = field.to_field_name or "pk", field.queryset.model
        others = model._default_manager.exclude(pk__in=field.queryset.order_by().values("pk"))
        return str(next(iter(others.values_list(key, flat=True)[:1]), FORGED))
    return FORGED


def test_no_form_nor_operation_takes_the_row_of_another_cell(world, marne):
    foreign = crisis_entry(GrantFactory(territory=marne).user).log.cell
    visitor, taken, tried = acts.Visitor(world), {}, 0

    def send(name, address, sent, *, api):
        answer = visitor.sends(address, sent, api=api)
        if acts.is_done(answer) or answer.status_code >= 500:
            taken[name, str(sent)] = answer.status_code
        return 1

    for name, (address, form, accepted) in forms_of(world, visitor).items():
        for field_name, field in form.fields.items():
            if field.disabled or not isinstance(field, CHOICES):
                continue
            forged = forged_value(field)
            sent = accepted | {
                form.add_prefix(field_name): [forged] if isinstance(field, MANY) else forged
            }
            tried += send(name, address, sent, api=False)
    body = acts.of_api(world) | {"cell": str(foreign.uuid)}
    for name, pattern in addresses():
        created = name.startswith("api:") and name.endswith("-list")
        if created and "post" in getattr(pattern.callback, "actions", {}):
            tried += send(name, world.address(name, pattern), body, api=True)

    assert taken == {}
    assert tried > 60
