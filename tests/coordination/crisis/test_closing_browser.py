"""The pages of exercises, alerts, debriefs and archives in a real Chromium: all accessible."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import DebriefAsk, Mode
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.closing.bundle import build_next
from coordination.crisis.services.crisis import complete_crisis, suspend_crisis
from coordination.crisis.services.debrief import answer_debrief
from coordination.crisis.services.inject import (
    NewInject,
    add_objective,
    observe,
    plan_inject,
    play_inject,
    start_exercise,
)
from coordination.crisis.services.public_alert import NewAlert, publish_alert, write_alert
from portal.lib.links import token_for
from tests.coordination.crisis.crisis_world import decided, join, open_departmental
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_from_the_exercise_to_its_archive_is_accessible(
    visit, catalogue, alice, bob, aube
):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")
    objective = add_objective(cell.crisis, "Alerter en 15 minutes", by=alice)
    for minutes in (None, 45):
        plan_inject(cell, NewInject("12 cas", "SAMU", minutes, expected="Alerter"), by=alice)
    start_exercise(cell.crisis, by=alice)
    play_inject(cell.injects.first(), by=alice)
    observe(cell, "Appel à 9 h 10", by=alice, objective=objective, met="partly")
    said = NewAlert(
        "Épidémie", "Portez un masque", "Douze cas", "Immediate", "Severe", "Observed",
        clock.now() + timedelta(days=1), aube, instruction="Restez chez vous.",
    )  # fmt: skip
    publish_alert(write_alert(cell, said, by=alice), by=alice)
    write_alert(cell, said, by=alice)
    base, board = f"/crises/cellules/{cell.uuid}/", f"/crises/{cell.crisis.reference}/exercice/"
    for path in [
        board, f"{board}element/", f"{board}observation/",
        f"/crises/injects/{cell.injects.last().uuid}/", f"{base}alertes/",
        f"{base}alertes/ecrire/", f"{base}archive/",
    ]:  # fmt: skip
        check_page(visit(alice, path))
    checks = {term.code: Check(is_done=True) for term in exit_of(cell).checks}
    lift_cell(cell, decided=decided(alice), checks=checks, by=alice)
    answer_debrief(DebriefAsk.objects.get(user=alice), {"went_well": "Les appels"}, rating=4)
    suspend_crisis(cell.crisis, by=alice)
    complete_crisis(cell.crisis, by=alice)
    build_next(clock.now())
    link = f"/crises/retex/{token_for(DebriefAsk.objects.get(user=bob).link_key)}/"
    for path in [
        base, link, f"{base}retex/", f"{base}chronologie/", f"{base}archive/",
        "/crises/cle-publique/",
    ]:  # fmt: skip
        check_page(visit(alice, path))
