"""A proposal changed by hand before it is taken up. The roster itself does not move."""

from django.db import transaction

from coordination.oncall.models import GenerationRun, Person
from coordination.oncall.refusals import GenerationOver, ProposalOutdated
from coordination.oncall.refusals.proposal import PlaceForbidden, PlaceMoved
from coordination.oncall.selectors.drawing.adjustment import held_of, place_key
from coordination.oncall.selectors.drawing.generation import line_input
from coordination.oncall.selectors.drawing.proposal import RULES, as_result
from coordination.oncall.solver.exchange import choices, given
from coordination.oncall.solver.line import LineInput, fingerprint, problem_of
from coordination.oncall.solver.problem import Roster as Held
from coordination.oncall.solver.score import score
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def adjust_proposal(
    run: GenerationRun, *, slot: int, role: int, leaves: int, enters: int, by: User
) -> int:
    """In the proposal, `enters` holds the place that `leaves` gives up; zero is nobody. Points,
    holes and costs are counted again. Returns by how much the whole cost moved.

    Raises GenerationOver, ProposalOutdated, PlaceMoved, PlaceForbidden: a rule is only forced on
    the draft, where the motive is kept.
    """
    run = GenerationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not run.is_ready:
        raise GenerationOver(state=run.get_state_display())
    asked = line_input(run.roster, stays_close=run.stays_close)
    if fingerprint(asked) != run.input_hash:
        raise ProposalOutdated
    held = _moved(run, asked, slot, role, leaves, enters)
    cost = score(problem_of(asked), held).objective
    difference = cost - (run.objective or 0)
    changes = [*run.result.get("adjusted", []), [slot, role, leaves, enters]]
    run.result = as_result(run.roster, asked, held) | {
        "adjusted": changes,
        "computed": run.result.get("computed", run.objective),
    }
    run.objective = cost
    run.save(update_fields=["result", "objective"])
    record(by, "generation.adjusted", run, slot=slot, role=role, leaves=leaves, enters=enters)
    return difference


def _moved(
    run: GenerationRun, asked: LineInput, slot: int, role: int, leaves: int, enters: int
) -> Held:
    key, before = place_key(asked, slot, role), held_of(asked, run.result["shifts"])
    leaver, enterer = str(leaves or ""), str(enters or "")
    if key is None or leaver and key not in before.get(leaver, ()) or leaver == enterer:
        raise PlaceMoved
    found = choices(problem_of(asked), before, key, leaves=leaver)
    chosen = next((one for one in found if one.person == enterer), None)
    if chosen is None:
        raise PlaceMoved
    if not chosen.is_free:
        rule = RULES.get(chosen.obstacle.rule, chosen.obstacle.rule)
        raise PlaceForbidden(person=Person.objects.get(pk=enters), rule=rule)
    return given(before, key, leaves=leaver, enters=enterer)
