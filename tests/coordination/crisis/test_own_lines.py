"""The managers of a structure draw the rosters of its cell, and no other line's."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.crisis.models import CellKind
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.duty import open_role_line
from coordination.oncall.models import Line, Roster
from coordination.oncall.rules import may_run_line
from tests.coordination.crisis.callout_world import name_for
from tests.coordination.crisis.crisis_world import decided, role
from tests.coordination.oncall.roster_world import LineFactory
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db


def test_the_managers_of_a_structure_draw_up_the_rosters_of_its_cell_alone(
    client, cell, alice, bob, charlie, emile, ehpad, other_ehpad
):
    plan_bleu = NewCell(CellKind.PLAN_BLEU, "Plan bleu", ehpad.commune, structure=ehpad)
    own = open_cell(cell.crisis, plan_bleu, level=2, decided=decided(bob), by=bob)
    other = open_cell(
        cell.crisis,
        NewCell(CellKind.PLAN_BLEU, "Autre", ehpad.commune, structure=other_ehpad),
        level=2, decided=decided(alice), by=alice,
    )  # fmt: skip
    mine = open_role_line(own, role(own, "logistics"), by=bob).line
    theirs = open_role_line(other, role(other, "logistics"), by=alice).line
    name_for(cell, "logistics", UserFactory(), by=alice)
    agency = open_role_line(cell, role(cell, "logistics"), by=alice).line
    usual = LineFactory(territory=ehpad.commune)
    lines = (mine, theirs, agency, usual)
    today = timezone.localdate()
    asked = {"first": today, "last": today + timedelta(days=3), "name": "Trois jours"}
    log_in(client, bob)

    page = client.get(f"{own.get_absolute_url()}couverture/").content.decode()
    managed = [Line.objects.managed_by(bob).filter(pk=one.pk).exists() for one in lines]
    ruled = [may_run_line(bob, Line.objects.get(pk=one.pk)) for one in lines]
    base = mine.get_absolute_url()
    pages = [client.get(f"{base}{path}").status_code
             for path in ("", "tableaux/nouveau/", "personnes/", "reglages/")]  # fmt: skip
    drafted = client.post(f"{base}tableaux/nouveau/", asked)
    closed = [client.get(f"{one.get_absolute_url()}tableaux/nouveau/").status_code
              for one in lines[1:]]  # fmt: skip

    assert base in page and managed == ruled == [True, False, False, False]
    assert pages == [200] * 4 and drafted.status_code == 302
    assert Roster.objects.get().line == mine and set(closed) <= {403, 404}
    assert client.get(drafted["Location"]).status_code == 200
    assert Line.objects.managed_by(emile).filter(pk__in=[mine.pk, theirs.pk]).count() == 2
    assert not Line.objects.managed_by(charlie).exists()
    with pytest.raises(IntegrityError, match="line_of_structure"), transaction.atomic():
        Line.objects.filter(pk=usual.pk).update(structure=ehpad)
    Line.objects.filter(pk=mine.pk).update(structure=None)
    repair = import_module("coordination.crisis.migrations.0006_structure_of_lines")
    for _again in range(2):
        repair.give_structures(apps, None)
    owners = [Line.objects.get(pk=one.pk).structure for one in lines]
    assert owners == [ehpad, other_ehpad, None, None]
