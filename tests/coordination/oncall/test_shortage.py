"""The shortage file: what is noted stays, and says what was really tried."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import (
    CoverCall,
    CoverOffer,
    ShortageFile,
    ShortageStep,
    Slot,
)
from coordination.oncall.refusals.served import (
    RequisitionUnnamed,
    ShortageClosed,
    ShortageReversed,
    ShortageTooLong,
    StepAnswerEarly,
    StepToCome,
)
from coordination.oncall.selectors.serving.shortage import printed, shortage_page
from coordination.oncall.services.serving.shortage import (
    Step,
    close_shortage,
    note_step,
    open_shortage,
)
from portal.lib.time import local_instant
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    SlotFactory,
)
from tests.coordination.oncall.served_world import listed
from tests.people import log_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 24)


@pytest.fixture
def file(aube):
    """Christmas Eve and Christmas without anybody, in a sector that owes one person."""
    line = LineFactory(territory=aube, name="Médecins de garde")
    sector = SectorFactory(line=line, name="Bar-sur-Aube")
    RequirementFactory(sector=sector, reference="arrêté 2026-12")
    roster = RosterFactory(line=line)
    for rank in range(2):
        SlotFactory(roster=roster, sector=sector, local_day=DAY + timedelta(days=rank))
    listed(line, last_name="Volontaire")
    return open_shortage(line, first=DAY, last=DAY + timedelta(days=1), by=None, sector=sector)


def step(hours_ago=5, **fields):
    given = {"kind": "call", "party": "doctors", "at": timezone.now() - timedelta(hours=hours_ago)}
    return Step(**given | fields)


def test_the_file_says_the_need_its_decision_who_could_serve_and_what_is_left(file):
    page = shortage_page(file)

    assert [row.reference for row in page["requirements"]] == ["arrêté 2026-12"]
    assert [one.name.split()[-1] for one in page["able"]] == ["Volontaire"]
    assert (len(page["left"]), page["missing"]) == (2, timedelta(hours=8))
    assert page["not_consulted"] == ["URPS", "centres de santé", "associations de permanence"]


def test_a_step_stays_as_it_was_noted(file):
    noted = note_step(file, step(reached=42, answer="personne"), by=None)
    note_step(file, step(kind="consultation", party="union"), by=None)

    assert shortage_page(file)["not_consulted"] == [
        "centres de santé",
        "associations de permanence",
    ]
    for act in (
        lambda: ShortageStep.objects.filter(pk=noted.pk).update(answer="tout le monde"),
        noted.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_cannot_be_a_proof_is_refused(file):
    now = timezone.now()
    wrong = [
        (step(hours_ago=-1), StepToCome),
        (step(answered_at=now - timedelta(hours=6)), StepAnswerEarly),
        (step(answered_at=now + timedelta(hours=1)), StepToCome),
        (step(kind="requisition", party="prefect"), RequisitionUnnamed),
    ]
    for one, refusal in wrong:
        with pytest.raises(refusal):
            note_step(file, one, by=None)
    assert not file.steps.exists()


def test_a_closed_file_takes_nothing_more(file):
    close_shortage(file, by=None)

    for act in (lambda: note_step(file, step(), by=None), lambda: close_shortage(file, by=None)):
        with pytest.raises(ShortageClosed):
            act()


@pytest.mark.parametrize(("days", "refusal"), [(-1, ShortageReversed), (400, ShortageTooLong)])
def test_the_days_of_a_file_are_sensible(file, days, refusal):
    with pytest.raises(refusal):
        open_shortage(file.line, first=DAY, last=DAY + timedelta(days=days), by=None)


def test_the_file_names_each_person_to_whom_a_slot_was_proposed_and_their_answer(file):
    able, asked = listed(file.line), timezone.now()
    slot = Slot.objects.filter(roster__line=file.line, period__overlap=frame(file)).first()
    place = {"slot": slot, "role": file.line.roles.first(), "period": slot.period}
    call = CoverCall.objects.create(line=file.line, deadline=asked, **place)
    CoverOffer.objects.create(call=call, person=able, state="declined", answered_at=asked)

    (one,) = shortage_page(file)["searches"]
    parts = {part["title"]: part["rows"] for part in printed(file)["parts"]}

    assert (one.name, one.answer.split(" (")[0]) == (str(able), "refusé")
    assert parts["Personnes appelées une à une"][0][3] == str(able)


def frame(file):
    zone = ZoneInfo(file.line.zone)
    return tuple(local_instant(day, time(0), zone) for day in (file.days.lower, file.days.upper))


def test_the_file_costs_the_same_with_more_steps_people_and_gaps(file):
    with CaptureQueriesContext(connection) as few:
        shortage_page(file)
    for _ in range(4):
        note_step(file, step(), by=None)
        listed(file.line)
    with CaptureQueriesContext(connection) as many:
        shortage_page(file)

    assert len(many) == len(few) <= 15


def test_the_pages_open_feed_and_print_a_file(client, emile, file):
    log_in(client, emile)
    listing = reverse("oncall:shortage_list", args=[file.line.slug])
    opened = client.post(listing, {"first": "24/12/2026", "last": "26/12/2026"})
    yesterday = timezone.localdate() - timedelta(days=1)
    form = {
        "kind": "requisition", "party": "prefect", "at_day": str(yesterday), "at_hour": "10h",
        "reference": "arrêté préfectoral 2026-77", "served_at_day": str(yesterday),
        "served_at_hour": "18h",
    }  # fmt: skip
    client.post(opened.url, form)
    page = client.get(opened.url).content.decode()
    pdf = client.get(f"{opened.url}pdf/")
    client.post(f"{opened.url}clore/")

    assert ShortageFile.objects.filter(closed_at__isnull=False).count() == 1
    assert "arrêté préfectoral 2026-77" in page and "Pas encore consultés" in page
    assert pdf.content.startswith(b"%PDF") and b"pdfuaid" in pdf.content
    assert client.get(listing).status_code == 200
