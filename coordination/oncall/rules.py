"""Who may do what in the on-call rosters: one boolean function per act."""

from typing import Any

from coordination.oncall.models import (
    COORDINATORS,
    Acknowledgement,
    Alert,
    AlertCall,
    CalendarFeed,
    Certificate,
    CoverCall,
    DutyRecord,
    GenerationRun,
    HandoverNote,
    Intervention,
    Line,
    Person,
    Roster,
    Shift,
    ShortageFile,
    Swap,
    Transmission,
)
from portal.accounts.models import Role, User


def may_ask_on_call(user: User, subject: Any = None) -> bool:
    """Whoever holds an approved role somewhere, and the people who are on call themselves."""
    return bool(user.grants_in_force) or Person.objects.filter(user=user.pk).exists()


def may_open_line(user: User, subject: Any = None) -> bool:
    """On-call coordinators, ARS agents and administrators; the place is checked at the act."""
    return user.has_any_role(*COORDINATORS)


def may_open_line_on(user: User, territory: Any) -> bool:
    """A coordinator, ARS agent or administrator of that territory or of one that holds it."""
    return user.has_role(COORDINATORS, territory)


def may_run_line(user: User, line: Line) -> bool:
    """A coordinator, ARS agent or administrator of the line's territory: sectors, requirements,
    members, rosters, overrides, swaps for somebody else. The line of a cell of a structure: its
    managers too (`Line.objects.managed_by` says the same)."""
    own = line.structure is not None and user.manages(line.structure)
    return own or user.has_role(COORDINATORS, line.territory_id)


def may_merge_communes(user: User, territory: Any) -> bool:
    """An ARS agent or administrator there: a merger concerns every line, not one alone."""
    return user.has_role((Role.ARS, Role.ADMINISTRATOR), territory)


def may_read_fairness(user: User, line: Line) -> bool:
    """The people listed on the line, who share its burden, and whoever runs it."""
    return may_run_line(user, line) or line.members.filter(person__user=user.pk).exists()


def may_run_roster(user: User, roster: Roster) -> bool:
    """Whoever runs its line."""
    return may_run_line(user, roster.line)


def may_run_sending(user: User, sent: Transmission) -> bool:
    """Whoever runs the line of the roster that was sent."""
    return may_run_line(user, sent.version.roster.line)


def may_run_generation(user: User, run: GenerationRun) -> bool:
    """Whoever runs the line of its roster: asks, stops, takes it up."""
    return may_run_line(user, run.roster.line)


def may_note_absence(user: User, person: Person) -> bool:
    """The person, and the coordinators of where they are listed or of a line of theirs."""
    return person.user_id == user.pk or may_vouch_contact(user, person)


def may_vouch_contact(user: User, person: Person) -> bool:
    """The coordination of where the person is listed, or of a line of theirs."""
    if user.has_role(COORDINATORS, person.territory_id):
        return True
    return Line.objects.managed_by(user).filter(members__person=person).exists()


def may_give_shift(user: User, shift: Shift) -> bool:
    """The person who holds it, and whoever runs the line: the absent cannot act."""
    return shift.person.user_id == user.pk or may_run_line(user, shift.line)


def may_take_swap(user: User, swap: Swap) -> bool:
    """A member of the line; whom it is offered to, rest and caps are for the service to say."""
    return swap.shift.line.members.filter(person__user=user.pk).exists()


def may_run_swap(user: User, swap: Swap) -> bool:
    """Whoever runs the line: approves, acts for somebody."""
    return may_run_line(user, swap.shift.line)


def may_cancel_swap(user: User, swap: Swap) -> bool:
    """Who asked for it, and whoever runs the line."""
    return swap.giver.user_id == user.pk or may_run_line(user, swap.shift.line)


def may_refuse_swap(user: User, swap: Swap) -> bool:
    """Whom it is offered to, and whoever runs the line."""
    offered = swap.offered_to is not None and swap.offered_to.user_id == user.pk
    return offered or may_run_line(user, swap.shift.line)


def may_take_now(user: User, shift: Shift) -> bool:
    """A member of the line, other than who holds the shift."""
    members = shift.line.members.filter(person__user=user.pk).exclude(person=shift.person_id)
    return members.exists()


def may_run_cover(user: User, call: CoverCall) -> bool:
    """Whoever runs the line."""
    return may_run_line(user, call.line)


def may_answer_cover(user: User, call: CoverCall) -> bool:
    """The people to whom the place was proposed."""
    return call.offers.filter(person__user=user.pk).exists()


def may_read_note(user: User, note: HandoverNote) -> bool:
    """The people of the line; that they take over is for the service to say."""
    return note.shift.line.members.filter(person__user=user.pk).exists()


def may_open_alert(user: User, line: Line) -> bool:
    """Whoever sees the line and may ask who is on call: structures, CPTS, members, coordination."""
    seen = Line.objects.visible_to(user).filter(pk=line.pk)
    return may_ask_on_call(user) and seen.exists()


def may_take_alert(user: User, alert: Alert) -> bool:
    """The people it called, the members of its line, and whoever runs the line."""
    called = AlertCall.objects.filter(step__alert=alert, user=user.pk)
    members = alert.line.members.filter(person__user=user.pk)
    return called.exists() or members.exists() or may_run_line(user, alert.line)


def may_close_alert(user: User, alert: Alert) -> bool:
    """Who opened it, who holds it, and whoever runs the line."""
    held = Acknowledgement.objects.filter(alert=alert, user=user.pk, undone_at__isnull=True)
    return alert.opened_by_id == user.pk or held.exists() or may_run_line(user, alert.line)


def may_revoke_feed(user: User, feed: CalendarFeed) -> bool:
    """Who opened it."""
    return feed.owner_id == user.pk


def may_import_agenda(user: User, subject: Any = None) -> bool:
    """The people who are on call, for themselves."""
    return Person.objects.filter(user=user.pk).exists()


def may_note_intervention(user: User, record: DutyRecord) -> bool:
    """The person who was on duty, and whoever runs the line."""
    return record.person.user_id == user.pk or may_run_line(user, record.line)


def may_remove_intervention(user: User, intervention: Intervention) -> bool:
    """The person it is of, and whoever runs the line."""
    return may_note_intervention(user, intervention.record)


def may_contest_intervention(user: User, intervention: Intervention) -> bool:
    """The person it is of, when somebody else noted it."""
    return intervention.person.user_id == user.pk and intervention.is_for_them


def may_say_served(user: User, duty: Any) -> bool:
    """The person whose duty it is, and whoever runs the line."""
    return duty.person.user_id == user.pk or may_run_line(user, duty.slot.sector.line)


def may_read_statement(user: User, person: Person) -> bool:
    """The person, and the coordinators of where they are listed."""
    return may_note_absence(user, person)


def may_run_certificate(user: User, certificate: Certificate) -> bool:
    """Whoever runs the line of its roster."""
    return may_run_line(user, certificate.roster.line)


def may_run_shortage(user: User, file: ShortageFile) -> bool:
    """Whoever runs its line."""
    return may_run_line(user, file.line)
