"""What awaits who coordinates on-call lines."""

from coordination.oncall.models import Alert
from coordination.oncall.selectors.lines.desk import Desk, desk_of
from coordination.oncall.selectors.plans.gaps import Weak
from coordination.situation.selectors.acts import Act, Figure, Group, address, by_urgency
from portal.accounts.models import User
from portal.lib.text import counted

# No more than this many of a kind are named one by one: the desk says the rest.
NAMED = 3


def oncall_group(user: User) -> Group | None:
    """Holes of tonight, alerts, swaps, lateness; None for who coordinates no line."""
    desk = desk_of(user)
    if not desk.lines:
        return None
    return Group(
        title="Vos astreintes",
        acts=by_urgency([*_holes(desk), *_alerts(desk), *_late(desk), *_waiting(desk)]),
        figures=_figures(desk),
        button=("Voir la coordination", address("oncall:desk")),
        quiet="Rien ne vous attend : tout est couvert, aucun échange ni retard.",
    )


def _holes(desk: Desk) -> list[Act]:
    tonight = [_hole(one, "critical") for one in desk.tonight[:NAMED]]
    return tonight + [_hole(one, "watch") for one in desk.week[:NAMED]]


def _hole(weak: Weak, level: str) -> Act:
    url = address("oncall:slot_candidates", weak.post.roster, weak.post.slot)
    return Act(f"{weak.line}, {weak.words}", url, level)


def _alerts(desk: Desk) -> list[Act]:
    return [
        Act(
            f"Alerte sans réponse, {alert.line}\u00a0: {alert.subject}",
            alert.get_absolute_url(),
            "critical",
            alert.opened_at,
        )
        for alert in desk.alerts[:NAMED]
        if alert.state == Alert.State.OPEN
    ]


def _late(desk: Desk) -> list[Act]:
    return [
        Act(
            f"{roster}, {roster.line}\u00a0: {steps[0].clause}, {steps[0].words}",
            address("oncall:roster_circuit", roster.uuid),
            "watch",
        )
        for roster, steps in desk.late[:NAMED]
    ]


def _waiting(desk: Desk) -> list[Act]:
    approved = [
        Act(
            f"Échange à valider\u00a0: {swap.taker} prend le tour de {swap.giver}",
            swap.get_absolute_url(),
            "watch",
            swap.opened_at,
        )
        for swap in desk.swaps
        if swap.state == "accepted"
    ]
    others = len(desk.swaps) - len(approved) + len(desk.calls)
    if others:
        words = counted(others, "demande attend un preneur", "demandes attendent un preneur")
        approved.append(Act(words, address("oncall:desk"), "progress"))
    return approved


def _figures(desk: Desk) -> list[Figure]:
    url = address("oncall:desk")
    return [
        Figure(len(desk.tonight), "créneaux sans personne ce soir", url=url),
        Figure(len(desk.week), "à combler cette semaine", url=url),
        Figure(len(desk.fragile), "fragiles cette semaine", url=url),
    ]
