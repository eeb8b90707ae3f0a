"""A stock is shared out: by whole packages, the least covered first, the same every time."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.crisis.models import Decision, LogEntry
from coordination.crisis.services.figures import declare_figures, phone_figures
from coordination.crisis.sharing import Asker, shared_out
from tests.coordination.crisis.test_figures import said
from tests.people import StructureFactory, log_in

GOAL = Decimal(14)
ASKED = {
    "stock": "masks_days", "pieces": 1000, "package": 50, "hospital": 500, "residence": 50,
    "goal": 7,
}  # fmt: skip


def out(stock, package, askers, *, goal=GOAL, unknown_is_zero=False):
    return shared_out(stock, package, askers, goal_days=goal, unknown_is_zero=unknown_is_zero)


def packages(sharing):
    return {share.asker.key: share.packages for share in sharing.shares}


def test_the_least_covered_is_served_first_and_all_end_level():
    low = Asker(key=1, days=Decimal(1), per_day=100, tension=0)
    high = Asker(key=2, days=Decimal(5), per_day=100, tension=0)

    assert packages(out(400, 50, [low, high])) == {1: 8, 2: 0}
    sharing = out(800, 50, [high, low])
    assert packages(sharing) == {1: 12, 2: 4}
    assert {share.days_after for share in sharing.shares} == {Decimal(7)}


def test_tension_and_frail_people_weigh_and_silence_is_not_calm():
    calm = Asker(key=1, days=Decimal(0), per_day=100, tension=0)
    critical = Asker(key=2, days=Decimal(0), per_day=100, tension=2)
    unsaid = Asker(key=3, days=Decimal(0), per_day=100)
    frail = Asker(key=4, days=Decimal(0), per_day=100, tension=2, is_frail=True)

    got = packages(out(5500, 100, [calm, critical, unsaid, frail]))

    assert got == {1: 10, 2: 15, 3: 13, 4: 17}
    assert [one.weight for one in (calm, critical, unsaid, frail)] == [1, 1.5, 1.25, 1.75]


def test_an_unknown_stock_waits_for_a_call_unless_it_is_counted_as_none():
    silent = Asker(key=1, days=None, per_day=10)
    known = Asker(key=2, days=Decimal(2), per_day=10)

    assert packages(out(100, 10, [silent, known])) == {1: 0, 2: 10}
    counted = out(100, 10, [silent, known], unknown_is_zero=True)
    assert packages(counted) == {1: 6, 2: 4}
    assert counted.shares[0].days_after is None


def test_ties_go_to_the_nearer_then_to_the_lower_number():
    far = Asker(key=1, days=Decimal(0), per_day=10, distance_km=30.0)
    near = Asker(key=2, days=Decimal(0), per_day=10, distance_km=3.0)
    nowhere = Asker(key=3, days=Decimal(0), per_day=10)

    assert packages(out(10, 10, [far, near, nowhere])) == {1: 0, 2: 1, 3: 0}
    assert packages(out(20, 10, [nowhere, far, near])) == {1: 1, 2: 1, 3: 0}


def test_what_goes_beyond_the_goal_stays_in_reserve():
    sharing = out(1000, 10, [Asker(key=1, days=Decimal(10), per_day=10, tension=0)])

    assert packages(sharing) == {1: 4}
    assert sharing.left == 960


@pytest.mark.parametrize("stock, package, per_day", [(10, 0, 1), (-1, 1, 1), (10, 1, 0)])
def test_less_than_a_piece_is_no_package(stock, package, per_day):
    with pytest.raises(ValueError, match="at least one piece"):
        out(stock, package, [Asker(key=1, days=None, per_day=per_day)])


ASKERS = st.lists(
    st.builds(
        Asker,
        key=st.integers(1, 10**6),
        days=st.none() | st.decimals(0, 60, places=1),
        per_day=st.integers(1, 500),
        tension=st.none() | st.integers(0, 2),
        is_frail=st.booleans(),
        distance_km=st.none() | st.floats(0, 200),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(st.integers(0, 20_000), st.integers(1, 300), ASKERS, st.booleans())
def test_never_above_the_stock_always_in_packages_and_whatever_the_order(
    stock, package, askers, unknown
):
    sharing = out(stock, package, askers, unknown_is_zero=unknown)

    assert sum(share.pieces for share in sharing.shares) + sharing.left == stock
    assert all(share.pieces == share.packages * package for share in sharing.shares)
    assert sharing == out(stock, package, reversed(askers), unknown_is_zero=unknown)
    lacks = [one for one in sharing.shares if one.asker.days is not None or unknown]
    if sharing.left >= package:
        assert all(_level(one) >= GOAL for one in lacks)


def _level(share):
    days = share.asker.days or Decimal(0)
    return (days + Decimal(share.pieces) / share.asker.per_day) / share.asker.weight


def address(cell, **changes):
    return f"/crises/cellules/{cell.uuid}/chiffres/repartir/?{urlencode(ASKED | changes)}"


@pytest.mark.django_db
def test_a_proposal_is_read_by_anyone_of_the_cell_and_becomes_a_decision_to_take(
    client, cell, alice, bob, ehpad, other_ehpad
):
    declare_figures(ehpad, said(masks_days=2, tension=2), by=bob)
    log_in(client, alice)
    before = LogEntry.objects.count()

    page = client.get(address(cell))
    assert LogEntry.objects.count() == before
    answer = client.post(address(cell))

    text = page.content.decode()
    assert "tension critique, personnes fragiles" in text
    assert "Des stocks sont inconnus" not in text  # Only who has an account, or once said.
    decision = Decision.objects.get()
    assert answer.url == decision.get_absolute_url()
    assert decision.state == Decision.State.PROPOSED
    assert decision.statement.startswith("Répartir 11 paquets de 50 masques (550 pièces)")
    assert decision.statement.endswith("En réserve : 450 pièces.")
    attached = decision.attachments.get()
    assert attached.file.name == "repartition.csv"
    assert f"{ehpad};{ehpad.commune};{ehpad.finess}" in bytes(attached.file.content).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("changes, sentence", [
    ({"pieces": 10}, "Il n’y a pas de quoi faire un paquet."),
    ({"pieces": 10**8, "package": 1}, "comptez par cartons plus gros"),
    ({"pieces": "beaucoup"}, "Saisissez un nombre entier"),
    ({"stock": "icu_free"}, "Sélectionnez un choix valide"),
    ({"hub": "' OR 1=1"}, "Sélectionnez un choix valide"),
    ({"residence": 0}, "supérieure ou égale à 1"),
])  # fmt: skip
def test_what_cannot_be_shared_is_said_and_nothing_is_written(
    client, cell, alice, changes, sentence
):
    log_in(client, alice)

    answers = [client.get(address(cell, **changes)), client.post(address(cell, **changes))]

    assert [one.status_code for one in answers] == [200, 200]
    assert all(sentence in one.content.decode() for one in answers)
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_nobody_to_serve_is_a_sentence(client, cell, alice, ehpad, bob):
    declare_figures(ehpad, said(masks_days=60), by=bob)
    log_in(client, alice)

    answer = client.post(address(cell))

    assert "Personne ne recevrait rien" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_the_proposal_costs_the_same_however_many_structures(
    client,
    cell,
    alice,
    bob,
    ehpad,
    troyes,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    declare_figures(ehpad, said(masks_days=2), by=bob)
    log_in(client, alice)
    client.get(address(cell))
    with django_assert_max_num_queries(30) as few:
        client.get(address(cell))

    for rank in range(6):
        one = StructureFactory(commune=troyes)
        phone_figures(cell, one, said(masks_days=rank), by=alice)

    with django_assert_num_queries(len(few)):
        client.get(address(cell))
