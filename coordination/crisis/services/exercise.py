"""What an exercise may not do."""

from collections.abc import Iterable

from coordination.crisis.models import Crisis
from coordination.crisis.refusals.exercise import OutsideExercise
from coordination.crisis.selectors.exercise import outside
from portal.accounts.models import User


def check_recipients(crisis: Crisis, people: Iterable[User]) -> None:
    """Whoever chooses the recipients of a message of `crisis` calls this first (rule 7).

    Raises OutsideExercise, with their names, when it is an exercise and some are not in it.
    """
    if strangers := outside(crisis, people):
        raise OutsideExercise(people=", ".join(str(one) for one in strangers))
