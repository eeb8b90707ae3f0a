"""Everyone no longer needed is told so, with thanks."""

from coordination.reinforcement.models import Assignment, Need


def stand_down(need: Need) -> int:
    """Asks of `need` still pending end here; returns how many."""
    pending = Assignment.objects.filter(need=need).pending()
    return pending.update(state=Assignment.State.STOOD_DOWN)
