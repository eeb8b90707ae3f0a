"""Two rows that are one structure: compared, joined, taken apart."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import rules
from directory.forms.quality import MergeForm
from directory.models import Merge, Structure
from directory.models.choosing import GROUPS, LABELS
from directory.selectors.merging import compared
from directory.services.merging import is_across, merge_structures, undo_merge, undoing
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "HEAD", "POST"])
def merge_write(request, uuid, other):
    """Both rows side by side; field by field, which value stays."""
    survivor, lost = (_mergeable(request, one) for one in (uuid, other))
    rows = compared(survivor, lost)
    across = is_across(survivor, lost)
    form = MergeForm(request.POST or None, rows=rows, is_across=across)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(merge_structures(survivor, lost, form.choice(), by=request.user))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"survivor": survivor, "lost": lost, "form": form, "across": across}
    return render(request, "directory/merge_write.html", context | _told(rows))


@require_safe
def merge_detail(request, uuid):
    """What was joined, and what taking it apart would do."""
    merge = _merge(request, uuid)
    told = None if merge.undone_at else undoing(merge)
    context = {"merge": merge, "told": told, "restored": [], "kept": []}
    if told:
        context |= {"restored": _labels(told.restored), "kept": _labels(told.kept)}
    return render(request, "directory/merge_detail.html", context)


@require_POST
def merge_undo(request, uuid):
    """Both structures stand again."""
    merge = _merge(request, uuid)
    with refusals_as_messages(request, success="Les deux fiches sont de nouveau distinctes."):
        undo_merge(merge, by=request.user)
    return redirect(merge)


def _mergeable(request, uuid):
    visible = Structure.objects.visible_to(request.user).select_related("category", "commune")
    structure = get_object_or_404(visible, uuid=uuid)
    check(rules.may_merge, request.user, structure)
    return structure


def _told(rows):
    same = [one for one in rows if one.ours and not one.differs]
    return {"rows": [one for one in rows if one.differs], "same": same}


def _merge(request, uuid):
    visible = Merge.objects.visible_to(request.user)
    merge = get_object_or_404(visible.select_related("survivor", "lost"), uuid=uuid)
    check(rules.may_merge, request.user, merge.survivor)
    return merge


def _labels(columns):
    return [LABELS[group] for group, held in GROUPS.items() if set(held) & set(columns)]
