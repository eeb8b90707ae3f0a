"""A cursor is an address that anybody can write: a forged one shows a page, never a fault."""

import base64
import json

import pytest
from django.urls import reverse

from directory.models.word import rebuild_vocabulary
from tests.people import AssignmentFactory, NeedFactory, log_in

# Who reads the list, its address, what is asked of it, and how many keys order it.
LISTS = [
    ("alice", "reinforcement:need_list", {}, 5),
    ("alice", "reinforcement:need_list", {"state": "over"}, 2),
    ("alice", "reinforcement:volunteer_list", {}, 2),
    ("charlie", "reinforcement:volunteer_missions", {}, 2),
    ("bob", "reinforcement:candidate_list", {"liste": "sollicites"}, 3),
    ("bob", "reinforcement:need_matching", {}, 2),
    ("bob", "directory:structure_list", {}, 2),
    ("bob", "directory:structure_list", {"q": "ehpad"}, 3),
    ("bob", "directory:structure_list", {"commune": "Troyes (10387)", "rayon": "20"}, 3),
    ("alice", "situation:grant_list", {}, 2),
    ("gaspard", "notifications:outbox", {}, 1),
    ("charlie", "notifications:inbox", {}, 1),
]
OF_A_NEED = ("reinforcement:candidate_list", "reinforcement:need_matching")
# Whole keys: too big, no number, before or after all instants, half a character, not finite.
FORGED = [10**30, "9" * 40, "0001-01-01T00:00:00+00:00", "\ud800", float("nan")]
SCORED = ["1_99999999999999999999999", "nan_1", "1e999_1", "1_" + "9" * 5000]


def token(values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(("who", "name", "query", "keys"), LISTS)
def test_a_forged_cursor_never_breaks_a_list(
    client, request, charlie, ehpad, who, name, query, keys
):
    need = NeedFactory(structure=ehpad, opened=True)
    AssignmentFactory(need=need, volunteer=charlie.volunteer)
    rebuild_vocabulary()
    log_in(client, request.getfixturevalue(who))
    address = reverse(name, args=[need.uuid] if name in OF_A_NEED else [])
    scored = SCORED if name == "reinforcement:need_matching" else []
    cursors = scored or [token([value] * keys) for value in FORGED]

    for cursor in cursors:
        answer = client.get(address, query | {"apres": cursor})

        assert answer.status_code == 200, cursor
