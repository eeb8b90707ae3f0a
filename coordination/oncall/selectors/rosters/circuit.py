"""The circuit of a roster: its legal dates, what was done and by whom, who received what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from coordination.oncall.models import (
    Line,
    Receipt,
    Recipient,
    Roster,
    RosterVersion,
    RuleParameter,
    Transmission,
)
from coordination.oncall.selectors.rosters.version import gains_and_losses, row_said
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.territories.models import Containment

TRANSMIT, DISTRIBUTE = "pdsa.transmit", "pdsa.distribute"
STAGES = {
    Recipient.Stage.TRANSMISSION: (
        TRANSMIT,
        "transmitted_at",
        "Transmission au conseil de l’Ordre",
    ),
    Recipient.Stage.DISTRIBUTION: (DISTRIBUTE, "distributed_at", "Diffusion aux destinataires"),
}


@dataclass(frozen=True)
class Step:
    """One legal step: when it is due, when and by whom it was done, and how late, in days."""

    stage: str
    label: str
    due: date | None
    done_at: datetime | None
    late: int
    legal_ref: str = ""
    by: str = ""

    @property
    def level(self) -> str:
        """The level of its badge."""
        if self.late:
            return "critical"
        return "good" if self.done_at else "progress"

    @property
    def clause(self) -> str:
        """The label inside a sentence: `transmission au conseil de l’Ordre`."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def words(self) -> str:
        """`3 jours de retard`, `fait`, `à faire`."""
        if self.late:
            return f"{self.late}\u00a0jour{'s' if self.late > 1 else ''} de retard"
        return "fait" if self.done_at else "à faire"


@dataclass
class LegalDates:
    """The days before the first day at which each step is due, for some lines."""

    rows: list[RuleParameter]
    above: dict[int, set[int]] = field(default_factory=dict)

    def row(self, line: Line, code: str, first: date) -> RuleParameter | None:
        """The most precise figure in force on the first day of a roster."""
        mine = [
            row for row in self.rows
            if row.code == code
            and row.line_kind in ("", line.kind)
            and (row.territory_id is None or row.territory_id in self.above.get(line.pk, ()))
            and row.validity.lower <= first
            and (row.validity.upper is None or first < row.validity.upper)
        ]  # fmt: skip
        return max(
            mine, key=lambda row: (bool(row.territory_id), bool(row.line_kind)), default=None
        )


def legal_dates(lines: Iterable[Line]) -> LegalDates:
    """The figures of the steps for these lines: two statements at most."""
    known = list(lines)
    codes = [code for code, _, _ in STAGES.values()]
    rows = list(RuleParameter.objects.filter(code__in=codes, regime="").order_by("pk"))
    dates = LegalDates(rows)
    if any(row.territory_id for row in rows):
        places = {line.territory_id for line in known}
        links = Containment.objects.filter(descendant__in=places)
        pairs = list(links.values_list("descendant", "ancestor"))
        dates.above = {
            line.pk: {up for down, up in pairs if down == line.territory_id} for line in known
        }
    return dates


def steps_of(roster: Roster, dates: LegalDates, *, today: date) -> list[Step]:
    """The steps of the circuit with their lateness; one that no rule dates is never late."""
    zone = ZoneInfo(roster.line.zone)
    found = []
    for stage, (code, name, label) in STAGES.items():
        row = dates.row(roster.line, code, roster.days.lower)
        done_at = getattr(roster, name)
        due = roster.days.lower - timedelta(days=int(row.value)) if row else None
        reached = done_at.astimezone(zone).date() if done_at else today
        late = max((reached - due).days, 0) if due else 0
        legal_ref = row.legal_ref if row else ""
        found.append(Step(stage, label, due, done_at, late, legal_ref))
    return found


def lateness_of(roster: Roster, dates: LegalDates, *, today: date) -> list[Step]:
    """The steps that are late and still to be done: nothing for an old or abandoned roster."""
    if roster.state in (Roster.State.ABANDONED, Roster.State.CLOSED):
        return []
    if roster.state in (Roster.State.CERTIFIED, Roster.State.SENT_FOR_PAYMENT):
        return []
    steps = steps_of(roster, dates, today=today)
    return [step for step in steps if step.late and step.done_at is None]


def late_steps(roster: Roster) -> list[Step]:
    """The steps of one roster that are late and still to be done, today."""
    return lateness_of(roster, legal_dates([roster.line]), today=timezone.localdate())


def late_rosters(lines: Iterable[Line], *, today: date) -> list[tuple[Roster, list[Step]]]:
    """The rosters of these lines that are late on a step, the latest first."""
    known = {line.pk: line for line in lines}
    dates = legal_dates(known.values())
    living = Roster.objects.filter(
        line__in=known, state__in=[*Roster.WORKING, *Roster.PUBLIC], days__endswith__gt=today
    )
    found = []
    for roster in living.order_by("days", "pk"):
        roster.line = known[roster.line_id]
        steps = lateness_of(roster, dates, today=today)
        if steps:
            found.append((roster, steps))
    return sorted(found, key=lambda one: -max(step.late for step in one[1]))


def circuit_page(roster: Roster) -> dict[str, Any]:
    """Steps, versions with their envois and receipts, what comes next, who did what."""
    today = timezone.localdate(timezone=ZoneInfo(roster.line.zone))
    steps = steps_of(roster, legal_dates([roster.line]), today=today)
    recipients = list(roster.line.recipients.filter(is_active=True).order_by("stage", "name"))
    return {
        "roster": roster,
        "steps": steps,
        "versions": versions_of(roster),
        "recipients": recipients,
        "acts": acts_on(roster),
        "last": roster.last_day,
        "next": next_step(roster, recipients),
    }


def next_step(roster: Roster, recipients: Iterable[Recipient]) -> str:
    """What is to be done now: `publish`, `transmit`, `distribute`, or nothing."""
    if roster.is_working:
        return "publish"
    if not roster.is_public or roster.state in (Roster.State.CERTIFIED,):
        return ""
    stages = {one.stage for one in recipients}
    if roster.transmitted_at is None and Recipient.Stage.TRANSMISSION in stages:
        return "transmit"
    if roster.distributed_at is None and Recipient.Stage.DISTRIBUTION in stages:
        return "distribute"
    return ""


def versions_of(roster: Roster) -> list[RosterVersion]:
    """The versions, the newest first, with what was sent and answered; without their content."""
    receipts = Receipt.objects.select_related("noted_by").order_by("at", "pk")
    sent = Transmission.objects.select_related("recipient", "sent_by").prefetch_related(
        Prefetch("receipts", queryset=receipts)
    )
    rows = roster.versions.defer("content").select_related("author")
    return list(
        rows.prefetch_related(Prefetch("transmissions", queryset=sent.order_by("pk"))).order_by(
            "-number"
        )
    )


def acts_on(roster: Roster) -> list[dict[str, Any]]:
    """Who did what to the roster, in order, for a timeline."""
    rows = Entry.objects.filter(subject_kind="oncall.roster", subject_id=str(roster.pk))
    found = list(rows.order_by("at", "pk")[:60])
    people = User.objects.in_bulk({row.actor_id for row in found if row.actor_id})
    return [
        {
            "at": row.at,
            "title": ACTS.get(row.action, row.action),
            "detail": _detail(row, str(people.get(row.actor_id, "le portail"))),
            "level": "progress",
        }
        for row in found
        if row.action in ACTS
    ]


ACTS = {
    "roster.drafted": "Brouillon créé",
    "roster.simulated": "Simulation prête à relire",
    "roster.reopened": "Retour au brouillon",
    "roster.published": "Version publiée",
    "roster.transmitted": "Transmis",
    "roster.distributed": "Diffusé",
    "roster.running": "En cours",
    "roster.closed": "Clos",
    "roster.abandoned": "Abandonné",
    "roster.certified": "Certifié",
    "roster.sent_for_payment": "Transmis au paiement",
}


def _detail(row: Entry, who: str) -> str:
    parts = [f"par {who}"]
    if "version" in row.detail:
        parts.append(f"version {row.detail['version']}, empreinte {row.detail['hash'][:12]}")
    if "recipients" in row.detail:
        parts.append("à " + ", ".join(row.detail["recipients"]))
    return ", ".join(parts)


def sent_on(user: User) -> QuerySet[Transmission]:
    """What was sent on the lines that `user` runs."""
    lines = Line.objects.managed_by(user)
    sent = Transmission.objects.filter(version__roster__line__in=lines)
    return sent.select_related("version__roster__line", "recipient")


def version_page(version: RosterVersion) -> dict[str, Any]:
    """What a version changes: slot by slot, then person by person, in words."""
    diff = version.diff
    names = {row["person"]: row["name"] for row in _rows(diff)}
    changes = gains_and_losses(diff)
    return {
        "added": [(row_said(row), row["name"]) for row in diff.get("added", ())],
        "removed": [(row_said(row), row["name"]) for row in diff.get("removed", ())],
        "changed": [
            (row_said(pair["before"]), pair["before"]["name"], row_said(pair["after"]),
             pair["after"]["name"])
            for pair in diff.get("changed", ())
        ],
        "people": sorted(
            (names[key], [row_said(row) for row in gained], [row_said(row) for row in lost])
            for key, (gained, lost) in changes.items()
        ),
        "count": len(version.content),
    }  # fmt: skip


def _rows(diff: dict[str, Any]) -> list[dict[str, Any]]:
    pairs = [row for pair in diff.get("changed", ()) for row in pair.values()]
    return [*diff.get("added", ()), *diff.get("removed", ()), *pairs]
