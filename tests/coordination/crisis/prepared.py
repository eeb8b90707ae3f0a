"""What the Aube has prepared, for whoever proves rights: a contact, a card, a group…"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from coordination.crisis.models import CardItem, Cell, Designation, FunctionalContact, Role
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.designation import designate
from coordination.crisis.services.group import NewGroup, add_to_group, create_group
from coordination.crisis.services.message_draft import Typed, keep_draft
from coordination.crisis.services.preparation import Named, add_contact, person_named
from portal.accounts.models import User
from portal.territories.models import Territory
from tests.people import UserFactory

OF_CELL = ("crisis:card_detail", "crisis:card_paper", "crisis:card_tick")
OF_GROUP = tuple(
    f"crisis:group_{act}" for act in ("detail", "remove", "edit", "moderate", "prolong", "close")
)
OF_GROUP_API = ("detail", "prolong", "close", "charter", "join", "leave", "moderate")
OF_GROUP += tuple(f"api:cell-group-{act}" for act in OF_GROUP_API)
DRAFT = "crisis:draft_drop"
RECEIVED = ("api:received-message-detail", "api:received-message-acknowledge")
PREPARED = (
    *OF_CELL, *OF_GROUP, *RECEIVED, DRAFT,
    "crisis:own_file", "crisis:plan_keep", "crisis:contact_add", "crisis:contact_try",
    "crisis:designation_list", "crisis:designation_end", "crisis:own_cards",
    "crisis:own_card_edit", "crisis:own_statement_edit",
)  # fmt: skip


def prepare(place: Territory, *, by: User) -> None:
    """A contact to try, `by` named to direct, a group in the cell that they opened."""
    own, since = Owner(place), timezone.localdate() - timedelta(days=9)
    add_contact(own, label="Cadre d’astreinte", phone="+33300000000", by=by)
    person = person_named(own, Named(email=by.email), by=by)
    lead = Role.objects.get(kind="craps", slug="director")
    designate(lead, person, owner=place, rank=0, since=since, by=by)
    last = timezone.localdate() + timedelta(days=9)
    group = create_group(Cell.objects.latest("pk"), NewGroup("Chefs", "Consignes", last), by=by)
    add_to_group(group, user=UserFactory(), by=by)
    keep_draft(group.cell, Typed(title="À relire"), by=by)


def prepared_for(name: str, cell: Cell) -> dict[str, Any]:
    """What the address of that name is about: the department, the director's card."""
    known = {"role": "director", "kind": "departmental", "code": "1"}
    if name in OF_GROUP:
        known["uuid"] = (group := cell.groups.get()).uuid
        known["pk"] = group.members.get(is_moderator=False).pk
        return known
    if name == DRAFT:
        return known | {"uuid": cell.drafts.get().uuid}
    if name in RECEIVED:
        return known | {"uuid": cell.messages.get().uuid}
    known["owner"] = f"t{cell.territory_id}"
    own: dict[str, Any] = {
        "crisis:card_tick": CardItem.objects.filter(card__slug="director", card__kind="craps"),
        "crisis:contact_try": FunctionalContact.objects.all(),
        "crisis:designation_end": Designation.objects.all(),
    }
    return known | ({"pk": own[name].first().pk} if name in own else {})
