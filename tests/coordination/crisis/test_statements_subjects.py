"""Each subject's page costs the same number of statements whatever it has to show."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Bundle, Indicator, Mode
from coordination.crisis.models import Role as CellRole
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.campaign import NewCampaign, close_campaign, open_campaign
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.designation import designate
from coordination.crisis.services.figures import phone_figures
from coordination.crisis.services.group import NewGroup, create_group
from coordination.crisis.services.inject import NewInject, add_objective, observe, plan_inject
from coordination.crisis.services.preparation import Named, add_contact, person_named
from coordination.crisis.services.public_alert import NewAlert, publish_alert, write_alert
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.coordination.crisis.test_archive import close
from tests.coordination.crisis.test_statements import costs
from tests.people import StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
SOME, MORE = 2, 5


def prepare(own, by, start, count):
    """So many roles with their holder, so many contacts."""
    roles = CellRole.objects.filter(kind="craps", structure=None, territory=None).order_by("pk")
    for held in roles[start : start + count]:
        person = person_named(own, Named(email=UserFactory().email), by=by)
        designate(held, person, owner=own.territory, rank=0, since=timezone.localdate(), by=by)
        add_contact(own, label=f"Astreinte {held}", phone="+33325000000", by=by)


def ask(cell, by, troyes, count):
    """So many campaigns, each to one more structure, which answers by phone."""
    tension = Indicator.objects.get(slug="tension")
    words = {"purpose": "aider", "readers": "la cellule", "retention": "un an"}
    for rank in range(count):
        place = StructureFactory(commune=troyes)
        phone_figures(cell, place, {tension: Decimal(1)}, by=by)
        until = clock.now() + timedelta(hours=3)
        new = NewCampaign(f"Recueil {rank}", [tension], [place], until, **words)
        close_campaign(open_campaign(cell, new, by=by), by=by)


def announce(cell, by, count):
    """So many alerts published, decisions for partners, groups."""
    for rank in range(count):
        said = NewAlert(
            "Épidémie", f"Consigne {rank}", "Douze cas", "Immediate", "Severe", "Observed",
            clock.now() + timedelta(days=1), cell.territory,
        )  # fmt: skip
        publish_alert(write_alert(cell, said, by=by), by=by)
        decide(cell, Proposal(f"Mesure {rank}", for_partners=True), by=by)
        until = timezone.localdate() + timedelta(days=9)
        create_group(cell, NewGroup(UserFactory().email, "Consignes", until), by=by)


def play(drill, by, count):
    """So many injects, objectives and observations."""
    for rank in range(count):
        objective = add_objective(drill.crisis, f"Objectif {rank}", by=by)
        plan_inject(drill, NewInject(f"Appel {rank}", "SAMU", objective=objective), by=by)
        observe(drill, "Vu", by=by, objective=objective, met="yes")
        join(drill, UserFactory())


def test_the_pages_of_each_subject_cost_the_same_with_few_and_with_many(
    client, cell, alice, aube, troyes
):
    own, drill = Owner(aube), open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    closed = close(open_departmental(aube, by=alice), alice)
    base, played = cell.get_absolute_url(), drill.crisis.get_absolute_url()
    pages = [
        "/preparation/", f"/crises/preparation/{own.key}/",
        f"/crises/preparation/{own.key}/designations/", "/partenaires/", f"{base}recueils/",
        f"{base}chiffres/seuils/", f"{base}alertes/", "/crises/alertes/", f"{base}groupes/",
        f"{closed.get_absolute_url()}archive/", f"{played}exercice/",
    ]  # fmt: skip
    client.force_login(alice)
    spent = []

    for start, count in ((0, SOME), (SOME, MORE)):
        prepare(own, alice, start, count)
        ask(cell, alice, troyes, count)
        announce(cell, alice, count)
        play(drill, alice, count)
        for number in range(start + 2, start + count + 2):
            Bundle.objects.create(
                cell=closed, number=number, state="withdrawn", asked_by=UserFactory(),
                asked_at=clock.now(),
            )  # fmt: skip
        if not spent:
            costs(client, pages)
        spent.append(costs(client, pages))

    few, many = spent
    assert many == few
