"""Meetings held and planned, situation reports sent and begun, in the story of the crisis."""

from datetime import datetime, timedelta

from django.utils import timezone

from coordination.crisis.models import Attendance, Cell
from coordination.crisis.selectors.meetings.page import by_role, coming
from coordination.crisis.services import sitrep as reports
from coordination.crisis.services.meetings import sitting
from coordination.crisis.services.meetings.closing import close_meeting
from coordination.crisis.services.meetings.planning import NewMeeting, plan_meeting
from coordination.crisis.services.meetings.sitting import NewLine
from portal.accounts.models import User

# Cell, day, hour, who was not there, what was said: (author, line).
MEETINGS = [
    ("ars", 0, "08:30", (), [("ars", "Le SAMU, la CPTS et le centre hospitalier sont prévenus")]),
    ("cch", 0, "15:00", (), [("clinique", "Cellule restreinte, prochaine réunion demain 8 h")]),
    ("cpts", 1, "13:00", (), [("cpts", "+ Tenir la liste des volontaires")]),
    ("bleu", 3, "08:00", (), [("ehpad", "Familles à appeler avant midi")]),
    (
        "ars", 9, "18:00", ("prefecture", "social"),
        [
            ("ars", "! Réunion deux fois par jour, 8 h 30 et 20 h 30, tant que dure le niveau 3"),
            ("capacite", "Réanimation : 45 lits occupés sur 48, deux sorties prévues demain"),
            ("logistique", "+ Recompter les surblouses des 11 points de distribution"),
            ("rh", "! Étendre les renforts de nuit aux EHPAD de l’arrondissement de Romilly"),
            ("communication", "Communiqué du week-end à relire avant 10 h"),
        ],
    ),
]  # fmt: skip
ANTICIPATION = {
    "ars": "48 lits de réanimation pleins d’ici 48 heures si la pente se maintient ; relève des "
           "équipes de nuit à trouver pour le week-end ; surblouses à moins de trois jours.",
    "cch": "Quatre entrées par jour attendues dans l’unité dédiée ; oxygène suffisant à 72 heures.",
}  # fmt: skip


def hold(cell: Cell, people: dict[str, User], *, leader: User, missing: tuple, said: list) -> None:
    """The next meeting of `cell` is held: everybody there but the missing, the lines written."""
    meeting = coming(cell)
    if meeting is None:
        return
    sitting.open_meeting(meeting, by=leader)
    away = {people[slug].pk for slug in missing}
    for rank, seat in enumerate(by_role(meeting)):
        mode = Attendance.Mode.REMOTE if rank % 2 else Attendance.Mode.PRESENT
        if seat.user.pk not in away:
            sitting.note_attendance(meeting, seat.user, mode=mode, by=leader)
    for author, text in said:
        sitting.write_minute(meeting, NewLine(text), by=people[author])
    close_meeting(meeting, by=leader)


def plan(cell: Cell, at: datetime, *, by: User) -> None:
    """The cell meets then."""
    plan_meeting(cell, NewMeeting(at), by=by)


def report(cell: Cell, *, author: User, leader: User, ahead: str, audience: str = "cell") -> None:
    """A report is drafted by one, validated by another, sent."""
    sitrep = reports.draft_sitrep(cell, audience=audience, by=author)
    reports.edit_sitrep(sitrep, {"anticipation": ahead}, by=author, confirmed=True)
    reports.submit_sitrep(sitrep, by=author)
    reports.validate_sitrep(sitrep, by=leader)
    reports.issue_sitrep(sitrep, by=leader)


def begin(cell: Cell, *, author: User) -> None:
    """A draft waits for its anticipation."""
    reports.draft_sitrep(cell, by=author)


def tonight(first: datetime, days: timedelta) -> datetime:
    """Half past eight this evening, or tomorrow morning once it is past."""
    evening = first + days + timedelta(hours=20, minutes=30)
    return evening if evening > timezone.now() else evening + timedelta(hours=12)
