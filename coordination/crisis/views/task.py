"""Tasks: the board of a cell, one's own, one task and its moves."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.work import OwnerForm, ProofForm, ReasonForm, TaskForm
from coordination.crisis.models import Task
from coordination.crisis.selectors import work
from coordination.crisis.services import task as services
from coordination.crisis.views.seen import count_refused, kept, seen_cell, seen_of_cell
from coordination.crisis.views.source import decision_named, entry_named
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.forms import PortalForm
from portal.ui.paging import keyset

ACTS = {
    "commencer": (services.start_task, PortalForm, "Commencer la tâche", "est en cours"),
    "bloquer": (services.block_task, ReasonForm, "Dire ce qui bloque", "est bloquée"),
    "terminer": (services.finish_task, ProofForm, "Terminer la tâche", "est faite"),
    "annuler": (services.cancel_task, ReasonForm, "Annuler la tâche", "est annulée"),
}
CLOSED = (Task.State.DONE, Task.State.CANCELLED)
FILTERS = [
    ("", "Ouvertes"), ("late", "En retard"), ("todo", "À faire"), ("in_progress", "En cours"),
    ("blocked", "Bloquées"), ("done", "Faites"), ("cancelled", "Annulées"),
]  # fmt: skip


@require_GET
def task_list(request, uuid):
    """The board: the latest first, by state when asked."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="tâches")
    state = request.GET.get("etat", "")
    rows, by = _rows(work.tasks_of(cell), state)
    counts = work.counts_by_state(cell)
    counts[""] = sum(counts.get(one, 0) for one in Task.OPEN)
    shown = {"cell": cell, "crisis": cell.crisis, "state": state}
    shown["page"] = keyset(rows, by=by, after=request.GET.get("apres", ""), size=50)
    shown["filters"] = [(code, label, counts.get(code, 0)) for code, label in FILTERS]
    shown["may_write"] = rules.may_write_log(request.user, cell)
    return render(request, "crisis/task_list.html", shown)


@require_GET
def task_mine(request):
    """What awaits the reader, in every cell: theirs, and their roles'."""
    rows = work.tasks_mine(request.user).by_due()
    page = keyset(rows, by=work.OPEN_BY, after=request.GET.get("apres", ""), size=50)
    shown = {"page": page}
    shown["exercise"] = bool(page.items) and all(one.cell.crisis.is_exercise for one in page)
    return render(request, "crisis/task_mine.html", shown)


@require_http_methods(["GET", "POST"])
def task_write(request, uuid):
    """A task, from a line of the log, from a decision, or from nothing."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    entry, text = entry_named(request, cell)
    born = {"entry": entry, "decision": decision_named(request, cell)}
    form = TaskForm(request.POST or None, cell=cell, initial={"title": text[:200]})
    if kept(request, form, lambda: _create(request, cell, form, born), said="La tâche est notée."):
        return redirect("crisis:task_list", uuid)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "title": "Noter une tâche"}
    return render(request, "crisis/work_form.html", shown | {"submit": "Noter la tâche"})


@require_GET
def task_detail(request, uuid):
    """One task: who, when, where it comes from, what may be done with it."""
    task = _seen(request, uuid)
    shown = {"task": task, "cell": task.cell, "crisis": task.cell.crisis}
    shown["may_write"] = rules.may_write_log(request.user, task.cell)
    shown |= {"files": task.attachments.named(), "what": "tache", "subject": task}
    return render(request, "crisis/task_detail.html", shown)


@require_http_methods(["GET", "POST"])
def task_assign(request, uuid):
    """Somebody else, another time."""
    task = _seen(request, uuid)
    check(rules.may_write_log, request.user, task.cell)
    form = OwnerForm(request.POST or None, cell=task.cell, initial=_owner(task))
    if kept(
        request,
        form,
        lambda: services.assign_task(task, by=request.user, **form.given()),
        said="La tâche est confiée.",
    ):
        return redirect(task)
    return _form(request, task, form, title="Confier la tâche", submit="Confier")


@require_http_methods(["GET", "POST"])
def task_act(request, uuid, act):
    """Begun, blocked, done, cancelled."""
    task = _seen(request, uuid)
    if act not in ACTS:
        raise Http404
    check(rules.may_write_log, request.user, task.cell)
    service, kind, title, said = ACTS[act]
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = f"« {task.title} » {said}."
        return done(request, service, task, said=said, **form.cleaned_data)
    count_refused(request, form)
    return _form(request, task, form, title=title, submit=title)


def _rows(rows, state):
    if state in CLOSED:
        return rows.filter(state=state), work.CLOSED_BY
    rows = rows.by_due()
    if state == "late":
        return rows.late(), work.OPEN_BY
    return (rows.filter(state=state) if state in Task.OPEN else rows.open()), work.OPEN_BY


def _seen(request, uuid):
    return seen_of_cell(request, work.tasks_seen(request.user), uuid, what="tâche")


def _owner(task):
    owner = f"user-{task.owner_id}" if task.owner_id else ""
    role = f"role-{task.owner_role_id}" if task.owner_role_id else ""
    return {"owner": owner or role, "due_at": task.due_at}


def _form(request, task, form, *, title, submit):
    cell = task.cell
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "task": task, "lead": task.title}
    return render(request, "crisis/work_form.html", shown | {"title": title, "submit": submit})


def _create(request, cell, form, born):
    services.create_task(
        cell, form.new_task(**born), by=request.user, confirmed=form.cleaned_data["confirmed"]
    )
