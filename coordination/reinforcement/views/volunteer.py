"""The volunteer's own pages: where I stand, when I am free, pause, take my data, leave."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coordination.reinforcement.forms.availability import IN_ONE, DaysForm, PauseForm
from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.selectors import standing as seen
from coordination.reinforcement.selectors.export import export
from coordination.reinforcement.selectors.profile import file_behind, gaps, own_file
from coordination.reinforcement.services import availability, leaving, standing
from coordination.reinforcement.services.profile import start_profile
from coordination.reinforcement.services.week import zone_of
from portal.audit.services import record_export
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.fresh import require_fresh
from portal.ui.secret_address import discreet

HOME = "reinforcement:volunteer_home"
CONFIRMED = "Merci : vos disponibilités sont confirmées."


def volunteer_home(request):
    """Where I stand, what to do, what to expect."""
    volunteer = own_file(request.user)
    if volunteer.pk is None or volunteer.state == Volunteer.State.ANONYMISED:
        return redirect("reinforcement:volunteer_continue")
    shown = {"volunteer": volunteer, "stand": seen.stand(volunteer), "pause_form": PauseForm()}
    return render(request, "reinforcement/volunteer_home.html", shown)


def volunteer_profile(request):
    """All that I said, and where to change it."""
    volunteer = mine(request)
    shown = {
        "volunteer": volunteer,
        "gaps": gaps(volunteer),
        "experiences": volunteer.experiences.order_by("-last_year", "skill"),
        "consents": volunteer.consents.order_by("purpose", "-given_at"),
        "patterns": volunteer.patterns.order_by("weekday", "starts"),
        "periods": seen.coming_availability(volunteer, limit=6),
    }
    return render(request, "reinforcement/volunteer_profile.html", shown)


def volunteer_availability(request):
    """My declared periods, and the form that adds some."""
    volunteer = own_file(request.user)
    form = DaysForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        volunteer = start_profile(request.user)
        if _declare(volunteer, form, by=request.user):
            return redirect("reinforcement:volunteer_availability")
    shown = {"volunteer": volunteer, "form": form, "zone": zone_of(volunteer)}
    if volunteer.pk:
        shown["periods"] = seen.coming_availability(volunteer, limit=60)
        shown["patterns"] = volunteer.patterns.order_by("weekday", "starts")
        shown["gaps"] = gaps(volunteer)
    return render(request, "reinforcement/volunteer_availability.html", shown)


def _declare(volunteer, form, *, by):
    chosen = dict(form.cleaned_data)
    nature, shape = chosen.pop("nature"), chosen.pop("shape")
    try:
        if shape == IN_ONE:
            start, end = form.bounds(zone_of(volunteer))
            availability.declare_period(volunteer, start=start, end=end, nature=nature, by=by)
        else:
            availability.declare_days(volunteer, **chosen, nature=nature, by=by)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def volunteer_availability_remove(request, pk):
    """One declared period less."""
    period = get_object_or_404(mine(request).availabilities, pk=pk)
    availability.remove_period(period, by=request.user)
    return redirect("reinforcement:volunteer_availability")


@require_POST
def volunteer_confirm(request):
    """What I declared is still true."""
    with refusals_as_messages(request, success=CONFIRMED):
        standing.confirm_availability(mine(request), by=request.user)
    return redirect(HOME)


@csrf_exempt
@login_not_required
@never_cache
def volunteer_confirm_link(request, token):
    """The same from an e-mail, without signing in: the page asks, the button confirms.

    Without the cross-site check, which `no-referrer` would fail (docs/decisions/0007).
    """
    volunteer = file_behind(token)
    shown = {"volunteer": volunteer}
    if volunteer and request.method == "POST":
        shown |= _confirm_from_link(volunteer)
    status = 200 if volunteer else 404
    page = "reinforcement/volunteer_confirm_link.html"
    return discreet(render(request, page, shown, status=status))


def _confirm_from_link(volunteer):
    try:
        standing.confirm_availability(volunteer, by=None, how="link")
    except Refusal as refusal:
        return {"refused": str(refusal)}
    return {"done": CONFIRMED}


@require_POST
def volunteer_pause(request):
    """Nobody asks me until I say so."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return render(request, "reinforcement/volunteer_pause.html", {"form": form})
    with refusals_as_messages(request, success="Vous êtes en pause : personne ne vous sollicite."):
        standing.pause(mine(request), until=form.cleaned_data["until"], by=request.user)
    return redirect(HOME)


@require_POST
def volunteer_resume(request):
    """I may be asked again."""
    with refusals_as_messages(request, success="Bon retour : vous pouvez être sollicité."):
        standing.resume(mine(request), by=request.user)
    return redirect(HOME)


def volunteer_export(request):
    """All that is kept about me, on a page."""
    return render(
        request, "reinforcement/volunteer_export.html", {"sections": export(mine(request)).items()}
    )


def volunteer_export_file(request):
    """The same, to take away."""
    volunteer = mine(request)
    require_fresh(request, back=reverse("reinforcement:volunteer_export"))
    with refusals_as_messages(request):
        record_export(request.user, "volunteer.exported", volunteer)
        words = {"ensure_ascii": False, "indent": 2}
        answer = JsonResponse(export(volunteer), json_dumps_params=words)
        answer["Content-Disposition"] = 'attachment; filename="mes-donnees-renforts.json"'
        return answer
    return redirect("reinforcement:volunteer_export")


def volunteer_leave(request):
    """What leaving erases and keeps; then it is done."""
    volunteer = mine(request)
    if request.method == "POST":
        with refusals_as_messages(request):
            leaving.withdraw(volunteer, by=request.user)
            if not volunteer.user.is_active:
                logout(request)
            return render(request, "reinforcement/volunteer_left.html", {"left": True})
    return render(request, "reinforcement/volunteer_leave.html", {"volunteer": volunteer})


def mine(request):
    """The reader's own file. Raises Http404 when there is none."""
    volunteer = own_file(request.user)
    if volunteer.pk is None:
        raise Http404
    return volunteer
