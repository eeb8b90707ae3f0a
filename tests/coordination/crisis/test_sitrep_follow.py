"""What follows a situation report: who opened it, how late the next is, the head of the log."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import (
    CellKind,
    Figure,
    Indicator,
    Log,
    LogAnchor,
    Mode,
    Sitrep,
    SitrepClock,
    SitrepReceipt,
)
from coordination.crisis.refusals.sitrep import NobodySilent, NotValidator, SitrepMoved
from coordination.crisis.selectors.sitrep import children_reports
from coordination.crisis.services import sitrep as reports
from coordination.crisis.services import sitrep_follow as follow
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.figures import phone_figures
from coordination.crisis.tasks import anchor_logs, remind_sitreps
from coordination.notifications.models import Publication
from coordination.situation.selectors.my_shift import crisis_acts
from tests.coordination.crisis.crisis_world import decided, join, open_departmental
from tests.coordination.crisis.test_sitreps import SOON, issued, ready, structure
from tests.people import StructureFactory, log_in
from tests.races import together

pytestmark = pytest.mark.django_db
State, Audience = Sitrep.State, Sitrep.Audience


def below(parent, *, by, commune):
    """A cell of the same crisis, under `parent`."""
    house = StructureFactory(commune=commune)
    new = NewCell(CellKind.PLAN_BLEU, "Plan bleu", house.commune, structure=house, parent=parent)
    return open_cell(parent.crisis, new, level=2, decided=decided(by), by=by)


def test_receipts_say_who_opened_it_and_the_silent_are_reminded_once(
    client, cell, alice, bob, emile
):
    join(cell, bob, "situation")
    join(cell, emile, "secretariat")
    sitrep = issued(cell, bob, alice)
    base = f"{sitrep.get_absolute_url()}accuses/"
    log_in(client, emile)
    client.get(sitrep.get_absolute_url())

    page = client.get(base)
    client.post(base)

    assert [one.user == emile for one in page.context["receipts"]] == [False, False, True]
    assert "1 sur 3" in page.text and "Relancer 2 personnes" in page.text
    assert Publication.objects.get(notice="sitrep_unread").recipients == 2
    with pytest.raises(NobodySilent):
        follow.remind_silent(sitrep, by=bob)
    first = SitrepReceipt.objects.get(user=emile).opened_at
    follow.note_opened(sitrep, emile)
    assert SitrepReceipt.objects.get(user=emile).opened_at == first


def test_a_late_report_is_told_once_to_its_author_and_the_parent_sees_it(cell, alice, bob, aube):
    join(cell, bob, "situation")
    sitrep = issued(cell, bob, alice)
    above = open_departmental(aube, by=alice)
    type(cell).objects.filter(pk=cell.pk).update(parent=above)
    assert follow.remind_late(clock.now()) == 0
    late = sitrep.next_at + timedelta(hours=2)

    rounds = [follow.remind_late(late), follow.remind_late(late + timedelta(hours=1))]

    # The cell above opened and never reported: its own first report is due too.
    assert rounds == [2, 0]
    told = Publication.objects.filter(notice="sitrep_late", subject_id=str(cell.pk)).get()
    assert told.recipients == 1
    with clock.standing_at(late):
        (child,) = children_reports(above, alice)
        awaited = [one.words for one in crisis_acts(alice)]
    assert awaited == [f"{cell}\u00a0: point de situation attendu depuis 2\u00a0heures"]
    assert child.late_hours == 2
    with clock.standing_at(late + timedelta(days=5)):
        assert crisis_acts(alice)[0].words.endswith("depuis 5\u00a0jours et 2\u00a0heures")
    second = issued(cell, bob, alice)
    assert SitrepClock.objects.get(cell=cell).due_at == second.next_at
    assert SitrepClock.objects.get(cell=cell).told_at is None


@pytest.mark.django_db(transaction=True)
def test_two_people_validate_at_once_and_rounds_cross_each_says_it_once(cell, alice, bob, emile):
    join(cell, bob, "situation")
    sitrep = ready(cell, bob)
    join(cell, emile, "director", rank=1)
    SitrepClock.objects.filter(cell=cell).update(due_at=clock.now())

    def validate(by):
        try:
            reports.validate_sitrep(Sitrep.objects.get(pk=sitrep.pk), by=by)
        except SitrepMoved as refused:
            return str(refused)
        return "validated"

    said = together(partial(validate, alice), partial(validate, emile), threads=2)
    now = clock.now()
    rounds = [partial(follow.remind_late, now), partial(follow.anchor_logs, now)] * 3
    counts = together(*rounds, threads=6)

    sitrep.refresh_from_db()
    assert sorted(said, key=len)[0] == "validated" and str(sitrep.validator) in max(said, key=len)
    assert sum(counts) == 2
    assert Publication.objects.filter(notice="sitrep_late").count() == 1
    assert Publication.objects.filter(notice="log_anchored").count() == 1


def test_the_head_of_the_log_is_mailed_once_a_day_to_two_people(cell, alice, bob):
    join(cell, bob, "secretariat")

    anchor_logs()
    anchor_logs()
    remind_sitreps()

    anchor = LogAnchor.objects.get(cell=cell)
    log = Log.objects.get(cell=cell)
    assert (anchor.seq, anchor.head) == (log.last_seq, log.head)
    assert Publication.objects.get(notice="log_anchored").recipients == 2
    assert follow.anchor_logs(clock.now() + timedelta(days=1)) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        LogAnchor.objects.update(head="x")


def test_each_audience_reads_its_own_and_communication_validates_the_public_one(
    client, cell, alice, bob, emile, fatou
):
    join(cell, bob, "situation")
    join(cell, emile, "communication")
    inside = ready(cell, bob)
    public = ready(cell, bob, audience=Audience.PUBLIC)
    partners = issued(cell, bob, alice, audience=Audience.PARTNERS)

    with pytest.raises(NotValidator):
        reports.validate_sitrep(inside, by=emile)
    reports.validate_sitrep(public, by=emile)
    reports.validate_sitrep(inside, by=alice)
    for one in (public, inside):
        reports.issue_sitrep(one, by=bob)

    assert set(Sitrep.objects.visible_to(alice)) == {inside, public, partners}
    assert set(Sitrep.objects.visible_to(fatou)) == {public, partners}
    log_in(client, fatou)
    assert client.get(inside.get_absolute_url()).status_code == 404


def test_a_draft_takes_the_figures_of_the_territory_and_the_reports_below(cell, alice, bob, troyes):
    join(cell, bob, "situation")
    child = below(cell, by=alice, commune=troyes)
    join(child, bob, "care_lead")
    absent = Indicator.objects.get(slug="staff_absent")
    places = Indicator.objects.get(slug="places_free")
    silent = reports.draft_sitrep(cell, by=bob)
    phone_figures(child, child.structure, {absent: Decimal(12), places: Decimal(3)}, by=bob)
    issued(child, bob, alice)

    reports.refresh_figures(silent, by=bob)

    figures = {one.code: one for one in silent.figures.all()}
    assert silent.uncertain == "Plan bleu : aucun point diffusé, situation inconnue"
    assert figures["staff_absent"].words == "12 %" and figures["places_free"].words == "3 places"
    assert figures["staff_absent"].source.startswith("1 structure sur ")
    reports.edit_sitrep(silent, SOON, by=bob)
    reports.submit_sitrep(silent, by=bob)
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        silent.figures.all().delete()
    reports.validate_sitrep(silent, by=alice)
    reports.issue_sitrep(silent, by=bob)
    again = reports.draft_sitrep(cell, by=bob)
    assert again.facts.startswith("Plan bleu, point n° 1 (")


def test_a_plan_bleu_has_ten_fields_and_its_figures_are_declared_at_once(
    client, cell, alice, bob, troyes
):
    child = below(cell, by=alice, commune=troyes)
    join(child, bob, "care_lead")
    sitrep = reports.draft_sitrep(child, by=bob)
    log_in(client, bob)
    here = f"{sitrep.get_absolute_url()}texte/"
    page = client.get(here).text
    typed = {"facts": "Deux absents", "anticipation": "Stable", "staff_absent": "8"}

    client.post(here, typed)

    sitrep.refresh_from_db()
    asked = ("facts", "tension", "places_free", "staff_absent", "oxygen_days", "masks_days",
             "gowns_days", "needs", "actions", "anticipation")  # fmt: skip
    assert all(f'name="{name}"' in page for name in asked) and 'name="capacities"' not in page
    assert Figure.objects.get(structure=child.structure).value == 8
    assert (sitrep.facts, sitrep.figures.get(code="staff_absent").words) == ("Deux absents", "8 %")


def test_the_pdf_of_an_exercise_says_so_across_the_page(alice, bob, aube, catalogue):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")

    sitrep = issued(cell, bob, alice)

    inside = structure(bytes(sitrep.document.pdf))
    # Drawn behind the text, turned, and marked as no content for whoever listens to the page.
    assert inside.count(b"/Artifact") >= 2
    assert "EXERCICE" in sitrep_title(inside)


def sitrep_title(inside):
    """The title that the metadata of a PDF bear."""
    return inside.split(b"<dc:title>")[1].split(b"</dc:title>")[0].decode()


def test_the_list_pages_by_keys_and_costs_the_same(client, cell, alice, bob):
    join(cell, bob, "situation")
    client.force_login(alice)
    base = f"{cell.get_absolute_url()}points/"
    Sitrep.objects.bulk_create(_row(cell, bob, number) for number in range(1, 4))
    client.get(base)
    with CaptureQueriesContext(connection) as few:
        client.get(base)
    Sitrep.objects.bulk_create(_row(cell, bob, number) for number in range(4, 31))

    with CaptureQueriesContext(connection) as many:
        page = client.get(base)

    first = page.context["page"]
    following = client.get(base, {"apres": first.next}).context["page"]
    assert [one.number for one in first] == list(range(30, 5, -1))
    assert [one.number for one in following] == [5, 4, 3, 2, 1]
    assert len(many) == len(few)


def _row(cell, author, number):
    now = clock.now()
    return Sitrep(cell=cell, number=number, level=2, since=now, as_of=now, author=author)
