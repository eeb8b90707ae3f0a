"""Exercises: the animator's board, injects, what the observers note."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.exercise import InjectForm, ObjectiveForm, ObservationForm
from coordination.crisis.selectors.board import board_of, injects_seen
from coordination.crisis.services import inject as services
from coordination.crisis.views.seen import kept, seen_crisis
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

BOARD = "crisis:exercise_board"
ACTS = {
    "commencer": (services.start_exercise, "L’exercice commence : T + 0."),
    "pause": (services.pause_exercise, "L’exercice est en pause : rien ne se joue tout seul."),
    "reprendre": (services.resume_exercise, "L’exercice reprend : la suite est décalée d’autant."),
}
MOVES = {
    "jouer": (services.play_inject, "C’est joué : la cellule vient de le recevoir."),
    "sauter": (services.skip_inject, "Cet élément ne sera pas joué."),
}


@require_GET
def exercise_board(request, reference):
    """Where the exercise stands, what comes next, what was seen."""
    crisis = seen_crisis(request, reference)
    check(rules.may_follow_exercise, request.user, crisis)
    shown = {"crisis": crisis, "board": board_of(crisis), "form": ObjectiveForm()}
    shown["may_animate"] = rules.may_animate(request.user, crisis)
    return render(request, "crisis/exercise_board.html", shown)


@require_POST
def exercise_act(request, reference, act):
    """Begun, paused, resumed."""
    crisis = _animated(request, reference)
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    with refusals_as_messages(request, success=said):
        service(crisis, by=request.user)
    return redirect(BOARD, crisis.reference)


@require_POST
def objective_add(request, reference):
    """One more objective."""
    crisis = _animated(request, reference)
    form = ObjectiveForm(request.POST)
    if kept(request, form, lambda: _add(request, crisis, form), said="L’objectif est noté."):
        return redirect(BOARD, crisis.reference)
    shown = {"crisis": crisis, "board": board_of(crisis), "form": form, "may_animate": True}
    return render(request, "crisis/exercise_board.html", shown)


@require_http_methods(["GET", "POST"])
def inject_write(request, reference):
    """One more inject."""
    crisis = _animated(request, reference)
    form = InjectForm(request.POST or None, crisis=crisis)
    if kept(request, form, lambda: _plan(request, form), said="L’élément est prévu."):
        return redirect(BOARD, crisis.reference)
    return _form(request, crisis, form, title="Prévoir un élément", submit="Le prévoir")


@require_http_methods(["GET", "POST"])
def inject_edit(request, uuid):
    """What is still to be played."""
    inject = _inject(request, uuid)
    crisis = inject.cell.crisis
    known = {name: getattr(inject, name) for name in InjectForm.base_fields if name != "confirmed"}
    form = InjectForm(request.POST or None, crisis=crisis, initial=known)
    form.fields["cell"].disabled = True
    if kept(request, form, lambda: _edit(request, inject, form), said="L’élément est modifié."):
        return redirect(BOARD, crisis.reference)
    return _form(request, crisis, form, title="Modifier un élément", submit="Enregistrer")


@require_POST
def inject_act(request, uuid, act):
    """Played by hand, or skipped."""
    inject = _inject(request, uuid)
    if act not in MOVES:
        raise Http404
    service, said = MOVES[act]
    with refusals_as_messages(request, success=said):
        service(inject, by=request.user)
    return redirect(BOARD, inject.cell.crisis.reference)


@require_http_methods(["GET", "POST"])
def observation_write(request, reference):
    """What an observer saw."""
    crisis = seen_crisis(request, reference)
    check(rules.may_follow_exercise, request.user, crisis)
    form = ObservationForm(request.POST or None, crisis=crisis)
    if kept(request, form, lambda: _observe(request, form), said="L’observation est notée."):
        return redirect(BOARD, crisis.reference)
    return _form(request, crisis, form, title="Noter une observation", submit="Noter")


def _animated(request, reference):
    crisis = seen_crisis(request, reference)
    check(rules.may_animate, request.user, crisis)
    return crisis


def _inject(request, uuid):
    inject = get_object_or_404(injects_seen(request.user), uuid=uuid)
    check(rules.may_animate, request.user, inject.cell.crisis)
    return inject


def _form(request, crisis, form, *, title, submit):
    shown = {"crisis": crisis, "form": form, "title": title, "submit": submit}
    return render(request, "crisis/exercise_form.html", shown)


def _add(request, crisis, form):
    services.add_objective(crisis, form.cleaned_data["words"], by=request.user)


def _plan(request, form):
    asked = form.cleaned_data
    services.plan_inject(
        asked["cell"], form.new_inject(), by=request.user, confirmed=asked["confirmed"]
    )


def _edit(request, inject, form):
    services.edit_inject(
        inject, form.new_inject(), by=request.user, confirmed=form.cleaned_data["confirmed"]
    )


def _observe(request, form):
    asked = dict(form.cleaned_data)
    services.observe(asked.pop("cell"), asked.pop("text"), by=request.user, **asked)
