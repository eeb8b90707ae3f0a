"""Whom an exercise may reach (rule 7)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from coordination.crisis.models import CellMember, Crisis
from portal.accounts.models import User


def recipients(crisis: "Crisis | QuerySet[Crisis]") -> "QuerySet[CellMember, int]":
    """The list of an exercise, or of several: ids of the people made to enter one of their cells.

    As a member, an observer or a guest; who left is not told any more.
    """
    played = [crisis.pk] if isinstance(crisis, Crisis) else crisis.values("pk")
    present = CellMember.objects.filter(cell__crisis__in=played, period__upper_inf=True)
    return present.values_list("user", flat=True)


def outside(crisis: Crisis, people: Iterable[User]) -> list[User]:
    """Those of `people` whom the messages of `crisis` may not reach; nobody when it is real."""
    if not crisis.is_exercise:
        return []
    known = set(recipients(crisis))
    return [one for one in people if one.pk not in known]
