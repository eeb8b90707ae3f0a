"""The second person's page: a very large wave, before anybody is told."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import WaveDecisionForm
from coordination.reinforcement.services.wave_approval import approve_wave, refuse_wave
from coordination.reinforcement.views.need import visible_need
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.fresh import require_fresh


@require_http_methods(["GET", "POST"])
def wave_approval(request, uuid, rank):
    """Agree, and the wave leaves; refuse, and who prepared it reads why."""
    wave = get_object_or_404(visible_need(request, uuid).waves, rank=rank)
    check(rules.may_approve_wave, request.user, wave)
    form = WaveDecisionForm(request.POST or None)
    if form.is_valid():
        require_fresh(request)
        with refusals_as_messages(request):
            messages.success(request, _decide(wave, request.user, form.cleaned_data["reason"]))
        return redirect(f"{wave.need.get_absolute_url()}#vagues")
    shown = {"wave": wave, "need": wave.need, "form": form}
    shown["mine"] = wave.released_by_id == request.user.pk
    return render(request, "reinforcement/wave_approval.html", shown)


def _decide(wave, user, reason):
    if reason:
        refuse_wave(wave, by=user, reason=reason)
        return "La vague est refusée. Personne n’a été prévenu ; votre motif est transmis."
    approve_wave(wave, by=user)
    return f"La vague part : {wave.size} personnes sont en train d’être choisies et prévenues."
