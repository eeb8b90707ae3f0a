"""The hot debrief: asked at the lift, answered once and without a name, counted."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import Cell, Debrief, DebriefAsk
from coordination.crisis.models import Testimony as Said
from coordination.crisis.refusals.debrief import AlreadyAnswered
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.selectors.debrief import answers_of
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.debrief import answer_debrief, erase_asked, remind_debriefs
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.writing import Draft, write_entry
from coordination.notifications.models import Notification
from portal.audit.models import Entry
from portal.lib.links import token_for
from tests.coordination.crisis.crisis_world import decided, join
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lifted(cell, alice, bob) -> Cell:
    """A cell where Alice and Bob worked, Bob until noon, lifted."""
    end_membership(join(cell, bob, "situation"), by=alice)
    write_entry(cell, Draft("Douze cas à l’hôpital", in_sitrep=True), by=alice)
    write_entry(cell, Draft("Le café est servi"), by=alice)
    decide(cell, Proposal("Visites suspendues"), by=alice)
    checks = {term.code: Check(is_done=True) for term in exit_of(cell).checks}
    lift_cell(cell, decided=decided(alice), checks=checks, by=alice)
    return Cell.objects.get(pk=cell.pk)


def told(slug):
    rows = Notification.objects.filter(publication__notice=slug, channel="inbox")
    return set(rows.values_list("user", flat=True))


def ask_of(cell, user):
    return DebriefAsk.objects.get(debrief__cell=cell, user=user)


def test_the_lift_asks_everybody_who_worked_there_within_72_hours(lifted, alice, bob):
    debrief = Debrief.objects.get()

    assert debrief.due_at == lifted.retex_due_at
    assert timedelta(hours=71) < debrief.due_at - clock.now() <= timedelta(hours=72)
    assert told("debrief_asked") == {alice.pk, bob.pk}


def test_one_reminder_and_only_to_who_has_not_answered(lifted, alice, bob):
    answer_debrief(ask_of(lifted, alice), {}, rating=4)
    early = remind_debriefs(clock.now() + timedelta(hours=40))
    rounds = [remind_debriefs(clock.now() + timedelta(hours=50)) for _ in range(2)]

    assert (early, rounds) == (0, [1, 0])
    assert told("debrief_reminder") == {bob.pk}


def test_an_answer_is_kept_once_and_nothing_says_whose(lifted, alice, bob):
    ask = ask_of(lifted, bob)
    answer_debrief(ask, {"went_well": "Les appels"}, rating=4, role="situation")
    with pytest.raises(AlreadyAnswered):
        answer_debrief(ask, {}, rating=1)
    with pytest.raises(PatientNumber):
        answer_debrief(ask_of(lifted, alice), {"causes": "1 84 12 76 451 089 46"}, rating=1)
    with pytest.raises(PatientDoubt):
        answer_debrief(ask_of(lifted, alice), {"happened": "Mme Durand, 84 ans"}, rating=1)

    names = {one.name for one in Said._meta.get_fields()}
    assert names & {"user", "ask", "author", "created_at", "ip"} == set()
    assert Said.objects.get().went_well == "Les appels"
    assert ask_of(lifted, alice).answered_on is None


def test_who_was_asked_is_erased_once_nobody_may_answer_any_more(lifted, alice, bob):
    answer_debrief(ask_of(lifted, bob), {"went_well": "L’appel"}, rating=4)
    asked = DebriefAsk.objects.count()

    early = erase_asked()
    Debrief.objects.update(due_at=clock.now() - timedelta(days=31))
    erased = (erase_asked(), erase_asked())

    assert (early, erased) == (0, (asked, 0))
    assert not DebriefAsk.objects.filter(user__isnull=False).exists()
    page = answers_of(lifted, inside=True)[0]
    assert (page.asked, page.answered) == (asked, 1)


def test_under_five_answers_nothing_is_shown_outside_the_cell(client, lifted, alice, bob, fatou):
    debrief = Debrief.objects.get()
    for rating in (2, 4, 4, 5):
        one = DebriefAsk.objects.create(debrief=debrief, user=UserFactory())
        answer_debrief(one, {"improve": "Un annuaire"}, rating=rating)
    page = f"{lifted.get_absolute_url()}retex/"
    (few,) = answers_of(lifted, inside=False)
    outside = log_in(client, fatou).get(page).content.decode()
    inside = log_in(client, alice).get(page).content.decode()
    answer_debrief(ask_of(lifted, bob), {}, rating=1)
    (enough,) = answers_of(lifted, inside=False)

    assert few.is_masked and few.counts == [] and few.median == ""
    assert "au-dessous de cinq" in outside and "Un annuaire" not in outside
    assert "Un annuaire" in inside and "Projet de chronologie" in inside
    assert enough.median == "4 – bien" and enough.testimonies == []


def test_the_personal_link_needs_no_account_and_changes_nothing_when_opened(client, lifted, bob):
    ask = ask_of(lifted, bob)
    page = f"/crises/retex/{token_for(ask.link_key)}/"

    opened = client.get(page)
    empty = client.post(page, {"went_well": "Tout"}).content.decode()
    number = client.post(page, {"rating": "5", "went_well": "1 84 12 76 451 089 46"})
    before = Said.objects.count()
    client.post(page, {"rating": "5", "went_well": "Tout"})
    after = client.get(page).content.decode()

    assert opened.status_code == 200 and opened["Referrer-Policy"] == "no-referrer"
    assert before == 0 and "Tout" in empty
    assert number.status_code == 200 and "1 84 12 76" in number.content.decode()
    assert Entry.objects.get(action="patient_number.blocked").actor is None
    assert Said.objects.get().rating == 5 and "Votre réponse est enregistrée" in after
    assert client.get(f"/crises/retex/{'a' * 32}/").status_code == 404


def test_the_draft_of_the_story_links_each_fact_to_its_source(client, lifted, alice):
    log_in(client, alice)
    base = f"{lifted.get_absolute_url()}chronologie/"

    page = client.get(base).content.decode()
    table = b"".join(client.get(f"{base}csv/")).decode()
    pdf = client.get(f"{base}pdf/")

    for words in ("Douze cas", "Visites suspendues", "Levée"):
        assert words in page and words in table
    assert "café" not in page
    assert "/crises/entrees/" in page and "/decisions/1/" in page
    assert pdf.content.startswith(b"%PDF")
