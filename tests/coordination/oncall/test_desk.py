"""The coordinator's desk beyond a page of lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.oncall.models import Line
from coordination.oncall.selectors.lines import desk as selector
from coordination.oncall.services.alerts.alert import open_alert
from tests.coordination.oncall.roster_world import LineFactory, SectorFactory, serve
from tests.people import log_in

pytestmark = pytest.mark.django_db


def test_every_line_is_reached_and_an_alert_of_another_page_is_on_the_first(
    client, emile, aube, troyes, monkeypatch
):
    monkeypatch.setattr(selector, "MOST_LINES", 3)
    lines = [LineFactory(territory=aube, name=f"Ligne {rank}") for rank in range(7)]
    serve(SectorFactory(line=lines[6]), troyes)
    open_alert(lines[6], commune=troyes, subject="Une chute", by=emile)

    first = selector.desk_of(emile)
    seen, page = [*first.lines], first.page
    while page.next:
        found = selector.desk_of(emile, after=page.next)
        seen, page = [*seen, *found.lines], found.page
    html = log_in(client, emile).get(reverse("oncall:desk")).content.decode()

    assert seen == lines and len(first.lines) == 3
    assert [alert.line for alert in first.alerts] == [lines[6]]
    assert "ceux de ces 3 lignes" in html and "apres=" in html


def test_the_desk_costs_the_same_for_more_lines(client, emile, aube):
    costs = []
    for more in (2, 6):
        for _ in range(more):
            LineFactory(territory=aube)
        selector.desk_of(emile)
        with CaptureQueriesContext(connection) as asked:
            selector.desk_of(emile)
        costs.append(len(asked))

    assert Line.objects.count() == 8
    assert costs[0] == costs[1]
