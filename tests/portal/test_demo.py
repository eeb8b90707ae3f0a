"""The demonstration tells a whole story: people, structures, needs, on every page."""

from datetime import time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from coordination.crisis.models import (
    Bundle,
    Cell,
    DebriefAsk,
    Decision,
    Handover,
    LogEntry,
    Task,
)
from coordination.crisis.services.verification import verify_log
from coordination.oncall.models import Alert, AlertCall, GenerationRun, Roster, Sector, Swap
from coordination.oncall.selectors.answering.on_call import on_call
from coordination.reinforcement.models import Assignment, Need, Volunteer
from coordination.upkeep.models import Claim
from directory.models import ImportRun, Signal, Structure
from portal.accounts.models import User
from portal.demo.accounts import ACCOUNTS, COORDINATOR, PASSWORD
from portal.demo.structures import FILE, write_file
from portal.lib.identifiers import finess_ok
from portal.lib.time import PARIS, local_instant
from tests.people import log_in


def at_night():
    """One o’clock, last night: the record speaks."""
    return local_instant(timezone.localdate() - timedelta(days=1), time(1), PARIS)


def test_the_fictional_finess_file_is_the_one_that_is_drawn(tmp_path) -> None:
    again = tmp_path / "drawn.csv"

    assert write_file(again) == 120
    assert again.read_text(encoding="utf-8") == FILE.read_text(encoding="utf-8")


def test_the_fictional_finess_numbers_have_a_right_key() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    numbers = [line.split(";")[1] for line in lines if line.startswith("structureet")]

    assert len(set(numbers)) == 120
    assert all(finess_ok(number) for number in numbers)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_the_demonstration_is_told_once(client) -> None:
    call_command("load_demo", stdout=StringIO())
    again = StringIO()
    call_command("load_demo", stdout=again)

    assert "pas rechargée" in again.getvalue()
    assert Structure.objects.count() == 120
    assert Volunteer.objects.count() == 600
    assert Volunteer.objects.in_pool().count() > 400
    silent = Assignment.objects.filter(state=Assignment.State.NOTIFIED)
    assert silent.filter(answered_at=None, seen_at=None, selected_at=None).count() > 30
    assert not silent.filter(answered_at__isnull=False).exists()
    assert set(Need.objects.values_list("state", flat=True)) >= {
        "draft", "submitted", "open", "partly_filled", "filled", "suspended", "closed", "expired",
        "cancelled",
    }  # fmt: skip
    rosters = Roster.objects.exclude(line__kind="crisis_cell")
    states = sorted(rosters.values_list("state", flat=True))
    assert states == ["certified", "draft", "published", "running", "running"]
    runs = GenerationRun.objects.filter(roster__state="draft").order_by("pk")
    assert list(runs.values_list("state", flat=True)) == ["done", "queued"]
    assert (
        Sector.objects.exclude(line__kind="crisis_cell").count(),
        Swap.objects.pending().count(),
    ) == (6, 2)
    coordinator = User.objects.get(email=COORDINATOR.email)
    answer = on_call(coordinator, line="ide-nuit-ehpad", commune="10387", at=at_night())
    assert answer.state == "on_call" and answer.next
    alert = Alert.objects.get()
    assert (alert.state, alert.line.slug) == ("open", "ide-nuit-ehpad")
    assert AlertCall.objects.filter(step__alert=alert).exists()
    cells = {cell.kind: cell for cell in Cell.objects.filter(crisis__mode="actual")}
    assert {kind: cell.level for kind, cell in cells.items()} == {
        "departmental": 3, "cch": 2, "cpts": 2, "plan_bleu": 2,
    }  # fmt: skip
    assert all(verify_log(cell).is_sound for cell in cells.values())
    assert set(Decision.objects.values_list("state", flat=True)) >= {"taken", "replaced", "dropped"}
    assert set(Task.objects.values_list("state", flat=True)) >= {"done", "blocked", "todo"}
    assert Task.objects.critical().late().exists() and Handover.objects.waiting().exists()
    played = Cell.objects.get(crisis__mode="exercise")
    assert played.archived_at and verify_log(played).is_sound
    assert (played.observations.count(), DebriefAsk.objects.exclude(answered_on=None).count()) == (
        3,
        3,
    )
    assert Bundle.objects.get().state == "ready"
    waiting = Signal.objects.waiting()
    assert set(waiting.values_list("rule", flat=True)) == {
        "absent", "bad_address", "duplicate", "locked", "no_position", "postal_area",
        "postal_commune", "rpps_key", "shared_line", "shared_number", "stale_contact",
        "unanswered", "wrong_key",
    }  # fmt: skip
    assert waiting.count() < 25
    assert waiting.exclude(taken_by=None).get().rule == "duplicate"
    assert Claim.objects.exclude(proved_at=None).filter(grant__state="pending").count() == 1
    assert ImportRun.objects.filter(state="held").count() == 1
    written = LogEntry.objects.filter(is_system=False, log__cell__in=cells.values())
    assert written.count() > 55
    assert (written.latest("seq").recorded_at - written.earliest("seq").recorded_at).days >= 8
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        page = log_in(client, user).get("/").content.decode()
        assert "pt-act__link" in page or "besoins qui cherchent" in page, account.email
