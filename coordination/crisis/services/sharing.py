"""A proposal of distribution becomes a decision to take: nothing is ever sent by itself."""

from django.db import transaction

from coordination.crisis.models import Cell, Decision
from coordination.crisis.refusals.figures import NobodyToServe
from coordination.crisis.selectors.figures.sharing import SharingPage, Stock, sharing_of
from coordination.crisis.services.attachment import Sent, attach_file
from coordination.crisis.services.decision import Proposal, propose_decision
from portal.accounts.models import User
from portal.lib.csv import stream

HEADER = (
    "Structure", "Commune", "FINESS", "Couverture", "Ce qui a compté", "Paquets", "Pièces",
    "Couverture après",
)  # fmt: skip


@transaction.atomic
def propose_sharing(cell: Cell, stock: Stock, *, by: User) -> Decision:
    """The proposal, counted again now, awaits whoever holds the matter; its table is joined.

    Raises NobodyToServe, and what proposing a decision raises.
    """
    found = sharing_of(cell, stock)
    if not found.served:
        raise NobodyToServe
    said = Proposal(statement=found.statement, reason=_reason(found))
    # Names of structures only: there is nobody in it to read again for.
    decision = propose_decision(cell, said, by=by, confirmed=True)
    table = "".join(stream(HEADER, rows_of(found))).encode()
    attach_file(decision, Sent("repartition.csv", table), by=by, confirmed=True)
    return decision


def rows_of(found: SharingPage) -> list[tuple[object, ...]]:
    """One row a structure, in the order of the page, as `HEADER` says."""
    return [
        (
            line.structure, line.structure.commune, line.structure.finess, line.cover_words,
            line.reasons, line.share.packages, line.share.pieces, line.after_words,
        )
        for line in found.lines
    ]  # fmt: skip


def _reason(found: SharingPage) -> str:
    unknown = found.unknown
    silent = (
        f" {unknown} structure{'s' if unknown > 1 else ''} dont le stock est inconnu."
        if unknown
        else ""
    )
    stock = found.stock
    return (
        f"Calcul du portail : les moins couvertes d’abord, jusqu’à {stock.goal_days} jours, "
        f"sur une consommation d’environ {stock.hospital_per_day} pièces par jour à l’hôpital et "
        f"{stock.residence_per_day} ailleurs.{silent}"
    )
