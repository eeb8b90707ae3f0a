"""The arithmetic of a match, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.reinforcement.matching import (
    PRIORS,
    Fit,
    distance_band,
    statuses_for,
    wave_size,
    yield_rate,
)

NOW = datetime(2026, 3, 28, 20, tzinfo=UTC)


@pytest.mark.parametrize(("phase", "people"), [("fresh", 30), ("second", 200), ("exhausted", 1000)])
def test_three_places_ask_as_many_people_as_the_phase_makes_needed(phase, people):
    assert wave_size(places=3, rate=PRIORS[phase], pool=100_000) == people


def test_a_wave_never_exceeds_the_people_who_fit_nor_falls_below_five():
    assert wave_size(places=3, rate=0.1, pool=12) == 12
    assert wave_size(places=1, rate=1.0, pool=100) == 5
    assert wave_size(places=0, rate=0.1, pool=100) == 0


def test_what_was_observed_outweighs_the_prior_little_by_little():
    assert yield_rate(prior=0.1, yes=0, asked=0) == pytest.approx(0.1)
    assert yield_rate(prior=0.1, yes=0, asked=50) == pytest.approx(0.05)
    assert yield_rate(prior=0.1, yes=500, asked=1000) == pytest.approx(505 / 1050)
    with pytest.raises(ValueError, match="more yes than asks"):
        yield_rate(prior=0.1, yes=2, asked=1)


@given(st.floats(min_value=0, max_value=1000))
def test_a_distance_band_never_understates(km):
    upper = int(distance_band(km).split()[2])

    assert km <= upper <= max(5, km + 10)


def test_a_retired_nurse_cannot_sign_a_secondment_but_anybody_may_when_nothing_is_said():
    assert "retired" not in statuses_for(["secondment"])
    assert statuses_for(["secondment"]) == ["public", "private", "reservist"]
    assert len(statuses_for([])) == 7


def test_reasons_are_said_in_words():
    fit = Fit(
        volunteer_id=1,
        reference="IDE-4F2",
        profession="60",
        trust=2,
        distance_km=21.4,
        slots_covered=5,
        slots_asked=6,
        experiences=[("réanimation", 14, 2025), ("EHPAD", 60, 2019)],
        confirmed_at=NOW - timedelta(days=2),
        last_asked_at=NOW - timedelta(days=40),
        score=71.5,
    )

    assert fit.reasons(NOW) == [
        "réanimation, 14 mois, en 2025",
        "EHPAD, 5 ans, en 2019",
        "à moins de 25 km",
        "couvre 5 créneaux sur 6",
        "disponibilité confirmée il y a 2 jours",
        "pas sollicité depuis 40 jours",
    ]
