"""Who fits, the preview of a wave, its release, its progress."""

import re

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import ReleaseForm
from coordination.reinforcement.selectors.matching_page import matching_page
from coordination.reinforcement.selectors.need_page import wave_lines
from coordination.reinforcement.services.wave import is_mass, next_rank, release_wave, stop_wave
from coordination.reinforcement.views.need import visible_need
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.fresh import require_fresh

SIZE = re.compile(r"[1-9][0-9]{0,4}")


@require_GET
def need_matching(request, uuid):
    """Who fits, masked; why others do not; the wave before it leaves."""
    need = visible_need(request, uuid)
    can = rules.powers(request.user, need)
    check(lambda *_: can.run, request.user, need)
    return _show(request, need, can, asked=request.GET)


@require_POST
def wave_release(request, uuid):
    """The wave that was previewed leaves."""
    need = visible_need(request, uuid)
    can = rules.powers(request.user, need)
    check(lambda *_: can.run, request.user, need)
    form = ReleaseForm(request.POST, may_override=can.oversee)
    if not form.is_valid():
        return _show(request, need, can, asked=request.POST, form=form)
    if is_mass(form.cleaned_data["size"]):
        require_fresh(request)
    with refusals_as_messages(request):
        wave = release_wave(need, by=request.user, **form.cleaned_data)
        messages.success(request, _released(wave))
        return redirect(f"{need.get_absolute_url()}#vagues")
    return redirect("reinforcement:need_matching", uuid=need.uuid)


@require_POST
def wave_stop(request, uuid, rank):
    """Nothing more of that wave leaves."""
    need = visible_need(request, uuid)
    check(rules.may_run_need, request.user, need)
    wave = get_object_or_404(need.waves, rank=rank)
    with refusals_as_messages(request):
        back = stop_wave(wave, by=request.user)
        messages.success(
            request,
            f"La vague est arrêtée : {back} message{'s' if back > 1 else ''} non parti"
            f"{'s' if back > 1 else ''} retiré{'s' if back > 1 else ''}. "
            "Les personnes déjà prévenues peuvent encore répondre.",
        )
    return redirect(need)


@require_GET
def need_waves(request, uuid):
    """The waves' progress, fetched again while the page is open."""
    need = visible_need(request, uuid)
    can = rules.powers(request.user, need)
    check(lambda *_: can.run, request.user, need)
    if not request.htmx:
        return redirect(f"{need.get_absolute_url()}#vagues")
    shown = {"need": need, "waves": wave_lines(need), "now": timezone.now(), "can_stop": True}
    shown["may_approve"] = can.oversee
    return render(request, "reinforcement/_need_waves.html", shown)


def _show(request, need, can, *, asked, form=None):
    size = asked.get("size", "")
    match = matching_page(
        need,
        after=request.GET.get("apres", ""),
        size=int(size) if SIZE.fullmatch(size) else None,
        message=asked.get("message", "")[:300],
    )
    if form is None and match.preview:
        initial = {"rank": next_rank(need), "size": match.preview.sizing.size}
        initial["message"] = asked.get("message", "")
        form = ReleaseForm(initial=initial, may_override=can.oversee)
    shown = {"need": need, "match": match, "form": form}
    return render(request, "reinforcement/need_matching.html", shown)


def _released(wave):
    if wave.state == wave.State.PROPOSED:
        return f"La vague {wave.rank} attend l’accord d’un second agent de l’ARS, qui est prévenu."
    if wave.drawn_at is None:
        told = "sont en train d’être choisies et prévenues. Vous pouvez fermer cette page."
        return f"La vague {wave.rank} part : {wave.size} personnes {told}"
    several = "s" if wave.asked > 1 else ""
    return (
        f"La vague {wave.rank} part : {wave.asked} personne{several} prévenue{several}. "
        "Les réponses s’affichent ici dès qu’elles arrivent."
    )
