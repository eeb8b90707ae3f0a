"""A territory's own limits; what situation reports take of the figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Figure, Indicator, LogText, Threshold
from coordination.crisis.refusals.figures import NotTheirThresholds, ThresholdsCrossed
from coordination.crisis.selectors.figures.board import figures_board
from coordination.crisis.selectors.figures.values import values_of
from coordination.crisis.services.figures import declare_figures, phone_figures
from coordination.crisis.services.sitrep import draft_sitrep
from coordination.crisis.services.thresholds import NewLimits, clear_threshold, set_threshold
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db


def masks():
    return Indicator.objects.get(slug="masks_days")


def state_after(structure, days, by):
    declare_figures(structure, {masks(): Decimal(days)}, by=by)
    return Figure.objects.get(structure=structure, indicator=masks()).state


def test_a_territory_has_its_own_limits_and_the_nearest_prevails(
    cell, ehpad, bob, alice, fatou, grand_est
):
    wide = {"territory": grand_est, "indicator": masks(), "set_by": alice, "set_at": clock.now()}
    Threshold.objects.create(**wide, watch_at=30, critical_at=20, fresh_hours=5)
    by_region = state_after(ehpad, 15, bob)
    limits = NewLimits(watch_at=Decimal(10), critical_at=Decimal(5), fresh_hours=1)

    with pytest.raises(NotTheirThresholds):
        set_threshold(cell, masks(), limits, by=fatou)
    for broken in ((5, 10), (5, 5), (None, 5)):
        with pytest.raises(ThresholdsCrossed):
            set_threshold(cell, masks(), NewLimits(*broken, 12), by=alice)
    set_threshold(cell, masks(), limits, by=alice)
    own = state_after(ehpad, 8, bob), state_after(ehpad, 15, bob)
    with clock.standing_at(timezone.now() + timedelta(hours=2)):
        stale = next(one for one in values_of(ehpad) if one.indicator == masks())
        (row,) = figures_board(cell).rows
    clear_threshold(cell, masks(), by=alice)

    assert (by_region, own) == ("critical", ("watch", "good"))
    assert not stale.is_fresh and row.rank == 1
    assert masks().critical_at == 3
    assert Threshold.objects.get().territory == grand_est
    texts = " | ".join(LogText.objects.values_list("text", flat=True))
    assert "critique à partir de 5, valable 1 h" in texts and "les seuils nationaux" in texts


def test_limits_are_set_by_a_page(client, cell, alice):
    page = f"{cell.get_absolute_url()}chiffres/seuils/"
    log_in(client, alice)

    crossed = client.post(
        f"{page}masks_days/", {"watch_at": "4", "critical_at": "9,5", "fresh_hours": "12"}
    ).content.decode()
    huge = client.post(f"{page}masks_days/", {"watch_at": "9" * 30, "fresh_hours": "1"})
    client.post(f"{page}masks_days/", {"watch_at": "9,5", "critical_at": "4", "fresh_hours": "12"})
    seen = client.get(page).content.decode()
    client.post(f"{page}masks_days/", {"effacer": "1"})

    assert huge.status_code == 200 and "9999999" in huge.text
    assert "plus grave" in crossed and 'value="9,5"' in crossed
    assert "9,5\u00a0jours" in seen and "Alice" in seen
    assert not Threshold.objects.exists()
    assert client.get(f"{page}tension/").status_code == 404


def test_a_report_takes_the_figures_with_their_source_and_age(cell, ehpad, bob, alice, troyes):
    other = StructureFactory(commune=troyes)
    early = timezone.now() - timedelta(hours=5)
    places = Indicator.objects.get(slug="places_free")
    phone_figures(cell, other, {places: Decimal(4)}, by=alice, as_of=early)
    declare_figures(ehpad, {places: Decimal(3), masks(): Decimal(2)}, by=bob)
    with clock.standing_at(timezone.now() - timedelta(days=5)):
        declare_figures(ehpad, {Indicator.objects.get(slug="gloves_days"): Decimal(9)}, by=bob)

    figures = {one.code: one for one in draft_sitrep(cell, by=alice).figures.all()}

    free = figures["places_free"]
    assert (free.value, free.source, free.as_of) == (7, "2 structures sur 2", early)
    assert (figures["masks_days"].value, figures["masks_days"].is_count) == (2, False)
    assert figures["gloves_days"].words == "inconnu"
    assert figures["structures_silent"].value == 0
