"""A call-out in progress in the cell of the ARS, its messages, and a group that is kept."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Call, Cell, Role
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.services.callout.answer import Said, answer_call
from coordination.crisis.services.callout.launch import Wanted, launch_callout
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.group import NewGroup, add_to_group, create_group
from coordination.crisis.services.message import Words, answer_message, send_message
from portal.accounts.models import User
from portal.demo.accounts import COORDINATOR

ROLES = ("capacity", "communication", "logistics", "workforce", "primary_care", "social_care")
ANSWERS = [
    ("capacite", Said(Call.Answer.ON_SITE, 20)),
    ("communication", Said(Call.Answer.REMOTE)),
    ("rh", Said(Call.Answer.UNAVAILABLE)),
]


def call_out(cell: Cell, people: Mapping[str, User], *, by: User) -> None:
    """The people of tonight are being called; some have answered."""
    roles: tuple[Role, ...] = tuple(roles_of_cell(cell).filter(slug__in=ROLES))
    with clock.standing_at(timezone.now() - timedelta(minutes=2)):
        callout = launch_callout(
            cell, Wanted("Relève de nuit, 20 h : qui vient, qui reste à distance ?", roles), by=by
        )
    for slug, said in ANSWERS:
        call = Call.objects.filter(callout=callout, user=people[slug], attempt=0).first()
        if call is not None:
            answer_call(call, said, via=Call.Via.LINK)


def tell_members(cell: Cell, *, by: User) -> None:
    """The members are asked about tomorrow's meeting; every other one has answered."""
    asked = Words(
        title="Réunion de 8 h avancée à 7 h 30",
        text="Demain, réunion à 7 h 30 en visioconférence. Pouvez-vous y être ?",
        expires_at=timezone.now() + timedelta(hours=12),
        quick_answers=("j’y serai", "mon suppléant y sera", "je ne peux pas"),
    )
    message = send_message(cell, asked, audience="membres", by=by)
    for rank, one in enumerate(message.recipients.order_by("pk")[::2]):
        answer_message(one, asked.quick_answers[rank % 2])
    keep_group(cell, by=by)


def tell_partners(cell: Cell, *, by: User) -> None:
    """A decision in force that whoever sees the cell reads, outside it."""
    said = Proposal(
        "Les visites dans les établissements de l’Aube sont limitées à une heure par jour et par "
        "personne, masque porté.",
        reason="Cas groupés dans trois EHPAD : ralentir la circulation sans fermer.",
        rejected="Fermer aux visites : trop lourd pour les résidents.",
        for_partners=True,
    )
    with clock.standing_at(timezone.now() - timedelta(hours=3)):
        decide(cell, said, by=by)


def keep_group(cell: Cell, *, by: User) -> None:
    """The managers and the coordinator are a group, whose message awaits acknowledgements."""
    last = timezone.localdate() + timedelta(days=30)
    charter = (
        "Consignes de la cellule aux établissements : visites, matériel, renforts. "
        "Jamais de données de patients ; une question se pose par téléphone."
    )
    group = create_group(cell, NewGroup("Établissements", charter, last, "responsables"), by=by)
    said = Words(
        title="Visites limitées dans les établissements",
        text="Une heure par jour et par personne, masque porté. Affichez-le ce soir à l’entrée.",
        expires_at=timezone.now() + timedelta(days=3),
        requires_ack=True,
    )
    add_to_group(group, user=User.objects.get(email=COORDINATOR.email), by=by)
    send_message(cell, said, audience=group.code, by=by)
