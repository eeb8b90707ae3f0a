"""A draft is filled from a spreadsheet: read, shown, then written at once or not at all."""

from django.db import transaction

from coordination.oncall.imports.roster_rows import read_rows
from coordination.oncall.imports.sheet import NotASheet, read_sheet
from coordination.oncall.models import Roster, Shift, Upload
from coordination.oncall.refusals import RosterMoved
from coordination.oncall.refusals.files import FileUnreadable
from coordination.oncall.selectors.rosters.roster_import import (
    RosterPlan,
    as_values,
    roster_plan,
    shifts_of,
)
from coordination.oncall.services.rosters.upload import lock_waiting, set_aside
from portal.accounts.models import User
from portal.audit.services import record


def read_roster_file(content: bytes, *, name: str, roster: Roster, by: User) -> Upload:
    """The lines wait for a confirmation. Raises FileUnreadable, RosterMoved."""
    _check_draft(roster)
    try:
        lines = read_rows(read_sheet(content))
    except NotASheet as error:
        raise FileUnreadable(why=str(error)) from error
    upload = Upload(owner=by, kind=Upload.Kind.ROSTER, roster=roster, name=name[:120])
    return set_aside(upload, rows=as_values(lines.entries), problems=lines.problems)


@transaction.atomic
def apply_roster_file(upload: Upload, *, by: User) -> RosterPlan:
    """The slots that the file names hold the people it says; every other slot is as it was.

    A draft binds nobody: rules are read again when it is published. The same file sent again
    changes nothing. Raises UploadGone, UploadOver, RosterMoved.
    """
    fresh = lock_waiting(upload, by=by)
    rosters = Roster.objects.select_for_update(of=("self",)).select_related("line")
    roster = rosters.get(pk=fresh.roster_id or 0)
    _check_draft(roster)
    fresh.roster = roster
    plan = roster_plan(fresh)
    Shift.objects.filter(pk__in=[shift.pk for shift in plan.removed]).delete()
    shifts = shifts_of(plan, roster, origin=Shift.Origin.IMPORT, by=by)
    Shift.objects.bulk_create(shifts, batch_size=1000)
    record(
        by, "roster.imported", roster, added=len(plan.added), removed=len(plan.removed),
        same=plan.same, refused=len(plan.problems),
    )  # fmt: skip
    return plan


def _check_draft(roster: Roster) -> None:
    if not roster.is_working:
        raise RosterMoved(state=roster.get_state_display())
