"""Whom an exercise may reach (rule 7)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from coordination.crisis.models import CellMember, Crisis
from portal.accounts.models import User


def recipients(crisis: "Crisis | QuerySet[Crisis]") -> "QuerySet[CellMember, int]":
    """The list of an exercise, or of several: ids of the people made to enter one of their cells.

    As a member, an observer or a guest; who left is not told any more.
    """
    played = Q(cell__crisis=crisis) if isinstance(crisis, Crisis) else Q(cell__crisis__in=crisis)
    present = CellMember.objects.filter(played, period__upper_inf=True)
    return present.values_list("user", flat=True)


def outside(crisis: Crisis, people: Iterable[User]) -> list[User]:
    """Those of `people` whom the messages of `crisis` may not reach; nobody when it is real."""
    if not crisis.is_exercise:
        return []
    known = set(recipients(crisis))
    return [one for one in people if one.pk not in known]
