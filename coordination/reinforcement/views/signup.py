"""The sign-up of volunteers: an account, then short steps that can be left and found again.

The same steps serve to change the profile later.
"""

from allauth.account.views import SignupView
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from coordination.reinforcement.forms.account import AccountForm
from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.selectors.profile import gaps, own_file
from coordination.reinforcement.services.profile import start_profile
from coordination.reinforcement.views.steps import COUNTED, STEPS, address_after

COMPLETE = "Votre profil est complet : vous pouvez être sollicité dès maintenant. Merci !"
SAVED = "C’est enregistré."


class VolunteerSignup(SignupView):
    """The account; whoever is signed in goes to the step where they stopped."""

    template_name = "reinforcement/volunteer_signup.html"

    def get_form_class(self):
        """Ours, with the names."""
        return AccountForm

    def get_success_url(self):
        """Once signed in, where the profile stands."""
        return reverse("reinforcement:volunteer_continue")


def volunteer_continue(request):
    """The first step that lacks something; the status page once nothing does."""
    volunteer = own_file(request.user)
    if not request.user.get_full_name():
        return redirect("reinforcement:volunteer_step", "identite")
    if volunteer.state not in (Volunteer.State.INCOMPLETE, Volunteer.State.ANONYMISED):
        return redirect("reinforcement:volunteer_home")
    missing = gaps(volunteer)
    return redirect("reinforcement:volunteer_step", missing[0].step if missing else "metier")


def volunteer_step(request, step):
    """One step of the profile: shown, checked, saved, then the next one."""
    if step not in STEPS:
        raise Http404
    screen, volunteer = STEPS[step], own_file(request.user)
    form = screen.form(volunteer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (after := _save(request, step, form)):
        return redirect(after)
    shown = {"screen": screen, "form": form, "volunteer": volunteer, "count": len(COUNTED)}
    shown["rank"] = COUNTED.index(step) + 1 if step in COUNTED else 0
    return render(request, screen.template, shown)


def _save(request, step, form):
    """Where to go next, or nothing when the step was declined."""
    volunteer = start_profile(request.user)
    signing_up = volunteer.state == Volunteer.State.INCOMPLETE
    if not STEPS[step].save_or_tell(volunteer, form, request.user):
        return ""
    if not signing_up:
        messages.success(request, SAVED)
    elif volunteer.state == Volunteer.State.ACTIVE:
        messages.success(request, COMPLETE)
    return address_after(step, signing_up=signing_up, more="more" in request.POST)
