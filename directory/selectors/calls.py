"""Whom to call now about a structure, in which order, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from directory.models import ContactPoint, Structure
from directory.registry import OnDuty, duties_about
from portal.accounts.models import User

Usage = ContactPoint.Usage
# Who answers day and night first; a line of which nothing is said may well be closed.
ORDER = {Usage.ALWAYS: 0, Usage.CRISIS: 1, Usage.NIGHT: 2, Usage.OFFICE: 2, Usage.UNKNOWN: 2}
MOST_LINES, MOST_AROUND = 3, 6


@dataclass(frozen=True)
class Call:
    """One way to reach somebody now: what it is, who answers and until when, if that is known."""

    what: str
    phone: str
    who: str = ""
    until: datetime | None = None
    url: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Calls:
    """`here`: the structure, likeliest to answer first; `around`: on call for its commune."""

    here: list[Call]
    around: list[Call]

    @property
    def first(self) -> Call | None:
        """The first that has a number: the button of the page."""
        return next((one for one in self.here if one.phone), None)


def calls_now(user: User, structure: Structure, contacts: Iterable[ContactPoint]) -> Calls:
    """Its people on call, then its lines of day and night, then the others that `user` reads.

    A protected line is named; its number is shown by the act that the journal knows. A closed
    structure has none. Source: field guide, contact points (roster first, then 24/7 line, then
    switchboard).
    """
    if structure.closed_on:
        return Calls([], [])
    duties = duties_about(user, structure)
    own = [_on_duty(one) for one in duties if one.is_own]
    phones = [one for one in contacts if one.is_phone]
    likeliest = sorted(phones, key=lambda one: (bool(one.unanswered), ORDER[Usage(one.usage)]))
    lines = [_line(one) for one in likeliest[:MOST_LINES]]
    around = [_on_duty(one) for one in duties if not one.is_own]
    return Calls([*own, *lines], around[:MOST_AROUND])


def _on_duty(one: OnDuty) -> Call:
    return Call(one.line, one.phone, one.who, one.until, one.url)


def _line(one: ContactPoint) -> Call:
    return Call(
        what=f"{one.get_function_display()}, {one.get_usage_display()}",
        phone=one.value if one.is_shown else "",
        url="" if one.is_shown else reverse("directory:contact_reveal", args=[one.uuid]),
        doubt="ne répond pas, a-t-on dit" if one.unanswered else "",
    )
