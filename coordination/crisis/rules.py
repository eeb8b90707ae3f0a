"""Who may do what around a crisis cell: one boolean function per act (section 3, Rights)."""

from typing import Any

from django.db.models import Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import (
    Call,
    Campaign,
    Cell,
    CellMember,
    Crisis,
    Decision,
    Group,
    Handover,
    LogEntry,
    Meeting,
    PublicAlert,
    Redaction,
    Sitrep,
    around,
    cells_of_member,
)
from directory.models import Structure
from portal.accounts.models import Role as Office
from portal.accounts.models import User
from portal.territories.models import Territory

Standing = CellMember.Standing
# Whoever is one of these somewhere is a professional of a territory.
PROFESSIONALS = (Office.ARS, Office.MANAGER, Office.COORDINATOR, Office.CPTS_MEMBER)
ADMINISTRATION = (Office.ADMINISTRATOR,)


def may_see_crises(user: User, subject: Any = None) -> bool:
    """Whoever holds a grant other than a volunteer's, and the members of a cell."""
    professional = user.has_any_role(*PROFESSIONALS, *ADMINISTRATION)
    return professional or CellMember.objects.filter(user=user.pk).exists()


def may_declare(user: User, subject: Any = None) -> bool:
    """Any professional with a grant; the territory is checked with what is declared."""
    return user.has_any_role(*PROFESSIONALS, *ADMINISTRATION)


def may_declare_on(user: User, territory: Any) -> bool:
    """Any professional with a grant on the territory, around it or inside."""
    return may_declare(user) and around(user).filter(pk=territory.pk).exists()


def may_open_cell(user: User, crisis: Crisis) -> bool:
    """Any professional who sees the crisis; for whom they may, `may_open_as` says."""
    return may_declare(user) and crisis.status != Crisis.Status.COMPLETED


def may_open_as(user: User, cell: Cell) -> bool:
    """For a structure, its managers; for a territory, the ARS; for a CPTS, its members."""
    if cell.structure is not None:
        return user.manages(cell.structure)
    if cell.kind == "cpts" and user.has_role(Office.CPTS_MEMBER, cell.territory):
        return True
    if cell.kind in ("thematic", "concertation"):
        return may_declare_on(user, cell.territory)
    return user.has_role((Office.ARS, Office.ADMINISTRATOR), cell.territory)


def may_run_crisis(user: User, crisis: Crisis) -> bool:
    """The ARS of the territory, and whoever leads a cell of the crisis without a parent.

    Before it has one, whoever declared it.
    """
    if crisis.status == Crisis.Status.NOT_STARTED and crisis.declared_by_id == user.pk:
        return True
    if user.has_role((Office.ARS, Office.ADMINISTRATOR), crisis.territory_id):
        return True
    heads = crisis.cells.filter(parent__isnull=True, structure__isnull=True)
    return any(_leads(user, cell) for cell in heads)


def may_run_cell(user: User, cell: Cell) -> bool:
    """The leading role on duty, or whom the owner names; a parent may ask, not impose."""
    return _leads(user, cell) or owns(user, cell)


def may_write_log(user: User, cell: Cell) -> bool:
    """The members on duty; observers and guests read."""
    return _memberships(user, cell).filter(standing=Standing.MEMBER).exists()


def may_call_out(user: User, cell: Cell) -> bool:
    """Whoever runs the cell, and its secretariat, which keeps the board."""
    desk = _memberships(user, cell).filter(role__keeps_log=True)
    return may_run_cell(user, cell) or desk.exists()


def may_note_answer(user: User, call: Call) -> bool:
    """The members on duty: whoever holds the telephone notes what was said."""
    return may_write_log(user, call.callout.cell)


def may_answer_call(user: User, call: Call) -> bool:
    """Whoever is called, for themselves; the members on duty, for what they heard."""
    return call.user_id == user.pk or may_note_answer(user, call)


def may_read_log(user: User, cell: Cell) -> bool:
    """The members on duty, guests and observers included; the owner, unless it is restricted."""
    return _memberships(user, cell).exists() or _observes(user, cell) or owns(user, cell)


def may_read_receipts(user: User, cell: Cell) -> bool:
    """Who leads and who keeps the log of the cell that wrote, on duty; the ARS of its territory.

    The others read counts, by reason: who received a message, and answered, is known to who must
    ring them. In an exercise, its observers too: nobody was told for real.
    """
    desk = _memberships(user, cell).filter(Q(role__leads=True) | Q(role__keeps_log=True))
    return desk.exists() or _agency(user, cell) or _observes(user, cell)


def may_run_group(user: User, group: Group) -> bool:
    """Its moderators while they are on duty, and whoever runs the cell."""
    mine = group.members.filter(user=user.pk, is_moderator=True, removed_at__isnull=True)
    return may_run_cell(user, group.cell) or (may_write_log(user, group.cell) and mine.exists())


def may_publish_alerts(user: User, cell: Cell) -> bool:
    """Whoever holds communication, or leads: what the public reads (sheet 5)."""
    competent = Q(role__leads=True) | Q(role__validates_public=True)
    return _memberships(user, cell).filter(competent).exists()


def may_publish_alert(user: User, alert: PublicAlert) -> bool:
    """The same, for one alert."""
    return may_publish_alerts(user, alert.cell)


def may_take_archive(user: User, cell: Cell) -> bool:
    """Whoever runs the cell, and its data-protection contact."""
    privacy = _memberships(user, cell).filter(standing=Standing.PRIVACY)
    return may_run_cell(user, cell) or privacy.exists()


def may_animate(user: User, crisis: Crisis) -> bool:
    """Whoever declared the exercise, and the ARS of the territory."""
    if not crisis.is_exercise:
        return False
    agency = user.has_role((Office.ARS, Office.ADMINISTRATOR), crisis.territory_id)
    return crisis.declared_by_id == user.pk or agency


def may_follow_exercise(user: User, crisis: Crisis) -> bool:
    """Its animator and its observers: the players do not read what awaits them."""
    seen = CellMember.objects.filter(cell__crisis=crisis.pk, user=user.pk)
    watching = seen.filter(standing=Standing.OBSERVER, period__contains=clock.now())
    return may_animate(user, crisis) or (crisis.is_exercise and watching.exists())


def may_declare_figures(user: User, structure: Structure) -> bool:
    """The managers of the structure; on the phone, the cell types what they say."""
    return user.manages(structure)


def may_plan_capacity(user: User, structure: Structure) -> bool:
    """Its managers."""
    return user.manages(structure)


def may_read_capacity(user: User, structure: Structure) -> bool:
    """Its managers, and whoever reads the log of a cell that looks after it."""
    if may_plan_capacity(user, structure):
        return True
    around_it = Territory.objects.containing([structure.commune_id]).values("pk")
    concerned = Q(structure=structure) | Q(structure__isnull=True, territory__in=around_it)
    return Cell.objects.with_log_for(user).filter(concerned).exists()


def may_set_thresholds(user: User, cell: Cell) -> bool:
    """Who runs the territory of the cell: its ARS, its administration."""
    return user.has_role((Office.ARS, Office.ADMINISTRATOR), cell.territory_id)


def may_ask_figures(user: User, cell: Cell) -> bool:
    """The members on duty ask figures, type what silent structures say, close the campaign."""
    return may_write_log(user, cell)


def may_close_campaign(user: User, campaign: Campaign) -> bool:
    """The members on duty of its cell."""
    return may_ask_figures(user, campaign.cell)


def may_read_entry(user: User, entry: LogEntry) -> bool:
    """Whoever reads the log; afterwards, one's own entries."""
    return entry.author_id == user.pk or may_read_log(user, entry.log.cell)


def may_ask_redaction(user: User, entry: LogEntry) -> bool:
    """Whoever reads the log: data typed by mistake must leave quickly."""
    return may_read_log(user, entry.log.cell)


def may_approve_redaction(user: User, redaction: Redaction) -> bool:
    """Two of the leading role, the secretariat and the data-protection contact."""
    mine = _memberships(user, redaction.entry.log.cell).select_related("role")
    return any(
        one.standing == Standing.PRIVACY
        or (one.role is not None and (one.role.leads or one.role.keeps_log))
        for one in mine
    )


def may_decide(user: User, decision: Decision) -> bool:
    """The role holding the matter, and whoever leads; what binds the cell, the latter alone."""
    competent = Q(role__leads=True)
    if decision.matter_id:
        competent |= Q(role=decision.matter_id)
    return _memberships(user, decision.cell).filter(competent).exists()


def may_hand_over(user: User, cell: Cell) -> bool:
    """The members on duty, for themselves; whoever runs the cell, for anybody in it."""
    return may_write_log(user, cell) or may_run_cell(user, cell)


def may_answer_handover(user: User, handover: Handover) -> bool:
    """Whoever passes the role takes it back; whoever it is passed to accepts, or declines."""
    return user.pk in (handover.giver_id, handover.receiver_id)


def may_hand_over_for(user: User, cell: Cell, giver: User) -> bool:
    """One's own, and those of whoever leaves for whoever runs the cell."""
    return user.pk == giver.pk or may_run_cell(user, cell)


def may_move_sitrep(user: User, sitrep: Sitrep) -> bool:
    """The members on duty; which move is theirs, each service says."""
    return may_write_log(user, sitrep.cell)


def may_validate_sitrep(user: User, sitrep: Sitrep) -> bool:
    """Whoever leads the cell; what the public reads, whoever holds communication too (sheet 5).

    From level 2, not its author: the service refuses it with a sentence of its own.
    """
    competent = Q(role__leads=True)
    if sitrep.audience == Sitrep.Audience.PUBLIC:
        competent |= Q(role__validates_public=True)
    return _memberships(user, sitrep.cell).filter(competent).exists()


def may_hold_meeting(user: User, meeting: Meeting) -> bool:
    """The members on duty plan, open, write and close; guests and observers attend."""
    return may_write_log(user, meeting.cell)


def owns(user: User, cell: Cell) -> bool:
    """Its structure or territory is theirs; nobody owns a restricted cell from outside."""
    return not cell.is_restricted and Cell.objects.owned_by(user).filter(pk=cell.pk).exists()


def _memberships(user: User, cell: Cell) -> QuerySet[CellMember]:
    return CellMember.objects.on_duty(cell).filter(user=user.pk)


def _agency(user: User, cell: Cell) -> bool:
    return not cell.is_restricted and user.has_role(Office.ARS, cell.territory_id)


def _observes(user: User, cell: Cell) -> bool:
    return cell.crisis.is_exercise and cells_of_member(user).filter(pk=cell.pk).exists()


def _leads(user: User, cell: Cell) -> bool:
    return _memberships(user, cell).filter(role__leads=True).exists()
