"""The matrix of rights: every address, every role, own, sibling, parent, other region, nobody."""

import logging

import pytest

from portal.rest import fresh
from tests.rights import RIGHTS
from tests.rights_world import ACTORS, World, addresses, everybody


def methods_of(name: str, pattern) -> list[str]:
    """The methods of an API's operation, or those that the table declares."""
    actions = getattr(pattern.callback, "actions", None)
    offered = [method for method in actions or [] if method != "head"]
    return offered if offered else [method for key, method in RIGHTS if key == name]


def test_every_address_is_in_the_table_and_the_table_holds_no_other() -> None:
    known = {(name, method) for name, p in addresses() for method in methods_of(name, p) or ["?"]}

    assert known == set(RIGHTS)


@pytest.mark.parametrize("codes", RIGHTS.values(), ids=[" ".join(key) for key in RIGHTS])
def test_every_line_says_something_of_every_actor(codes) -> None:
    assert len(codes.split()) == len(ACTORS)


@pytest.mark.parametrize("module", sorted({name.partition(":")[0] for name, _method in RIGHTS}))
def test_everybody_gets_what_the_table_says(
    module, request, monkeypatch, broker,
    alice, bob, charlie, dora, emile, fatou, gaspard, helene, ehpad, marne, reims, grand_est,
) -> None:  # fmt: skip
    # Walking the table takes longer, on a busy machine, than a session stays fresh.
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 86_400)
    # A refusal is the rule here: telling each with its traceback would take half of the time.
    logging.disable(logging.CRITICAL)
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    people = (alice, bob, charlie, dora, emile, fatou, gaspard, helene)
    cast = {person.email.partition("@")[0]: person for person in people}
    places = {"ehpad": ehpad, "marne": marne, "reims": reims, "grand_est": grand_est}
    world = World(everybody(cast, places))
    found = {}
    for name, pattern in addresses():
        if name.partition(":")[0] != module:
            continue
        address = world.address(name, pattern)
        for method in methods_of(name, pattern):
            codes = [str(world.ask(who, method, address)) for who in ACTORS]
            found[name, method] = " ".join(codes)

    wrong = {key: codes for key, codes in found.items() if codes != RIGHTS.get(key)}
    assert wrong == {}
    assert found
