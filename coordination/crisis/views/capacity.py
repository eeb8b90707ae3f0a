"""The planned steps of an establishment: read, written, taken away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.capacity import StepForm
from coordination.crisis.models import CapacityStep
from coordination.crisis.selectors.capacity import plans_of, step_of
from coordination.crisis.services.capacity import drop_step, plan_step
from coordination.crisis.views.seen import kept
from directory.models import Structure
from portal.lib.access import check


@require_http_methods(["GET", "POST"])
def capacity_plan(request, uuid):
    """Steps against what is open, with the alarm; its managers add one."""
    structure = _seen(request, uuid, rules.may_read_capacity)
    may_plan = rules.may_plan_capacity(request.user, structure)
    if request.method == "POST":
        check(rules.may_plan_capacity, request.user, structure)
    form = StepForm(request.POST or None, instance=CapacityStep(structure=structure))
    act = lambda: plan_step(form.instance, by=request.user)  # noqa: E731
    if kept(request, form, act, said="Le palier est inscrit."):
        return redirect("crisis:capacity_plan", uuid)
    shown = {"structure": structure, "plans": plans_of(structure), "form": form}
    return render(request, "crisis/capacity_plan.html", shown | {"may_plan": may_plan})


@require_POST
def capacity_drop(request, uuid, other):
    """The step is planned no more."""
    structure = _seen(request, uuid, rules.may_plan_capacity)
    drop_step(get_object_or_404(step_of(structure), uuid=other), by=request.user)
    messages.success(request, "Le palier est retiré.")
    return redirect("crisis:capacity_plan", uuid)


def _seen(request, uuid, rule):
    seen = Structure.objects.visible_to(request.user).select_related("category", "commune")
    structure = get_object_or_404(seen, uuid=uuid)
    check(rule, request.user, structure)
    return structure
