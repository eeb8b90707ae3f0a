"""What partners read: decisions marked for them, who is on call, and nothing else of a cell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.crisis.models import Decision, Visibility
from coordination.crisis.refusals.decision import FewForPartners
from coordination.crisis.services.decision import Proposal, decide, propose_decision
from coordination.crisis.services.decision import repeal_decision as repeal
from coordination.crisis.services.decision import suspend_decision as suspend
from tests.coordination.crisis.crisis_world import open_departmental
from tests.coordination.oncall.roster_world import (
    LineFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.people import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
HOUR = timedelta(hours=1)
PAGE = "/partenaires/"


def shared(words, **more):
    return Proposal(words, reason="tension interne", for_partners=True, **more)


def test_partners_read_the_decisions_in_force_that_are_marked_for_them(
    client, alice, fatou, dora, aube
):
    cell = open_departmental(aube, by=alice)
    hidden = open_departmental(aube, by=alice, visibility=Visibility.RESTRICTED)
    members = open_departmental(aube, by=alice, visibility=Visibility.MEMBERS)
    decide(cell, shared("Les visites sont limitées à une heure"), by=alice)
    decide(cell, Proposal("Ouvrir l’aile B"), by=alice)
    propose_decision(cell, shared("Fermer l’accueil de jour"), by=alice)
    suspend(decide(cell, shared("Reporter les soins"), by=alice), reason="bras", by=alice)
    repeal(decide(cell, shared("Masques pour tous"), by=alice), reason="fin", by=alice)
    decide(cell, shared("Filtrage", in_force_from=timezone.now() + timedelta(days=1)), by=alice)
    for one in (hidden, members):
        decide(one, shared("Décision d’une cellule fermée"), by=alice)

    page = log_in(client, fatou).get(PAGE).content.decode()
    seen = Decision.objects.shared_with(fatou)
    register = client.get(f"{cell.get_absolute_url()}decisions/").status_code
    away = log_in(client, dora).get(PAGE).content.decode()

    assert [one.statement for one in seen] == ["Les visites sont limitées à une heure"]
    assert "Les visites sont limitées à une heure" in page and "tension interne" not in page
    for words in ("aile B", "accueil de jour", "Reporter", "Masques", "Filtrage", "fermée"):
        assert words not in page
    assert register == 403 and "Les visites" not in away
    assert not Decision.objects.shared_with(dora).exists()


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("Isoler les 3 cas de l’aile B", "3 cas"),
        ("Après deux décès, visites suspendues", "deux décès"),
        ("Deux\u00a0soignants positifs : masques", "Deux\u00a0soignants positifs"),
    ],
)
def test_a_few_people_are_not_said_to_partners(cell, alice, words, passage):
    with pytest.raises(FewForPartners, match=passage):
        decide(cell, shared(words), by=alice)
    kept = decide(cell, Proposal(words), by=alice)
    told = decide(cell, shared("Niveau 2, 12 cas, 4 lits de plus, moins de cinq décès"), by=alice)

    assert kept.number + 1 == told.number


def test_partners_read_who_is_on_call_now_at_a_constant_cost(client, alice, fatou, troyes):
    log_in(client, fatou)
    costs = []
    for count in (1, 4):
        for _ in range(count):
            sector = SectorFactory(line=LineFactory(territory=troyes, phone="+33325000001"))
            now = DateTimeTZRange(timezone.now() - HOUR, timezone.now() + HOUR)
            roster = RosterFactory(line=sector.line)
            person = PersonFactory(first_name="Ada", last_name="Deschamps")
            ShiftFactory(slot=SlotFactory(sector=sector, roster=roster, period=now), person=person)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(PAGE).content.decode()
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert "Ada Deschamps" in page and "tel:+33325000001" in page
    assert "Personne n’est prévu" not in page
