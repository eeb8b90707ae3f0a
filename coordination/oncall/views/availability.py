"""When a person can serve: a month in big buttons, wishes, absences, limits."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall.forms.availability import AbsenceForm, LimitsForm, MonthForm, WishForm
from coordination.oncall.models import Person
from coordination.oncall.selectors.people.availability_page import (
    memberships_of,
    month_page,
    wishes_page,
)
from coordination.oncall.services.people import absence, availability
from coordination.oncall.views.managed import kept, managed_person
from portal.ui.feedback import refusals_as_messages

NOBODY = "Votre compte n’est relié à aucune personne d’astreinte : demandez-le à la coordination."


@require_GET
def my_availability(request):
    """One's own month."""
    person = Person.objects.visible_to(request.user).filter(user=request.user).first()
    if person is None:
        messages.info(request, NOBODY)
        return redirect("oncall:my_duties")
    return redirect("oncall:person_availability", person.uuid)


@require_http_methods(["GET", "POST"])
def person_availability(request, uuid):
    """A month of a line, day by day: available, not, or not said yet."""
    person, member, shown = _reached(request, uuid)
    shown |= month_page(person, member.line, _month(request))
    form = MonthForm(request.POST or None, days=shown["days"])
    act = lambda: _say(request, person, member.line, form)  # noqa: E731
    if kept(request, form, act, said="Votre mois est enregistré. Merci."):
        return redirect(request.get_full_path())
    return render(request, "oncall/person_availability.html", shown | {"form": form})


@require_GET
def person_wishes(request, uuid):
    """Wishes, absences and limits, each with its form."""
    return _wishes(request, uuid)


@require_POST
def absence_add(request, uuid):
    """A time away; the duties that it makes fragile are said."""
    person, _member, _shown = _reached(request, uuid)
    form = AbsenceForm(request.POST)
    if kept(request, form, lambda: _away(request, person, form), said="L’absence est notée."):
        return _back(request, uuid)
    return _wishes(request, uuid, absence_form=form)


@require_POST
def absence_drop(request, uuid, pk):
    """The person is there after all."""
    person, _member, _shown = _reached(request, uuid)
    found = get_object_or_404(person.absences, pk=pk)
    with refusals_as_messages(request, success="L’absence est retirée."):
        absence.drop_absence(found, by=request.user)
    return _back(request, uuid)


@require_POST
def wish_add(request, uuid):
    """What the person would rather."""
    person, member, _shown = _reached(request, uuid)
    form = WishForm(request.POST)
    act = lambda: _wish(request, person, member.line, form)  # noqa: E731
    if kept(request, form, act, said="Le souhait est noté."):
        return _back(request, uuid)
    return _wishes(request, uuid, wish_form=form)


@require_POST
def wish_drop(request, uuid, pk):
    """No preference there any more."""
    person, _member, _shown = _reached(request, uuid)
    found = get_object_or_404(person.wishes, pk=pk)
    with refusals_as_messages(request, success="Le souhait est retiré."):
        availability.drop_wish(found, by=request.user)
    return _back(request, uuid)


@require_POST
def limits_set(request, uuid):
    """What the person accepts each month."""
    _person, member, _shown = _reached(request, uuid)
    form = LimitsForm(request.POST)
    act = lambda: availability.set_limits(member, **form.cleaned_data, by=request.user)  # noqa: E731
    if kept(request, form, act, said="Vos limites sont notées."):
        return _back(request, uuid)
    return _wishes(request, uuid, limits_form=form)


def _reached(request, uuid):
    """The person, the membership the page is about, and what every page of theirs shows."""
    person = managed_person(request, uuid)
    members = list(memberships_of(person))
    if not members:
        raise Http404("Cette personne n’est inscrite sur aucune ligne.")
    wanted = request.GET.get("ligne", "")
    member = next((one for one in members if one.line.slug == wanted), members[0])
    shown = {"person": person, "member": member, "line": member.line, "members": members}
    return person, member, shown | {"is_mine": person.user_id == request.user.pk}


def _month(request):
    try:
        return date.fromisoformat(f"{request.GET.get('mois', '')}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def _wishes(request, uuid, **forms):
    person, member, shown = _reached(request, uuid)
    limits = {
        "most_duties": member.most_duties_a_month,
        "most_weekends": member.most_weekends_a_month,
        "on_holidays": member.volunteers_on_holidays,
    }
    known = {
        "absence_form": AbsenceForm(),
        "wish_form": WishForm(),
        "limits_form": LimitsForm(initial=limits),
    }
    page = shown | wishes_page(person, member.line) | known | forms
    return render(request, "oncall/person_wishes.html", page)


def _back(request, uuid):
    line = request.GET.get("ligne", "")
    query = f"?ligne={line}" if line.replace("-", "").isalnum() else ""
    return redirect(reverse("oncall:person_wishes", args=[uuid]) + query)


def _say(request, person, line, form):
    availability.say_days(person, line, form.states(), by=request.user)


def _away(request, person, form):
    reason = form.cleaned_data["private_reason"]
    fragile = absence.note_absence(
        person, period=form.period(), by=request.user, private_reason=reason
    )
    if fragile:
        words = f"{len(fragile)} astreinte(s) tombent pendant cette absence : "
        messages.warning(request, words + "cédez-les, ou prévenez la coordination.")


def _wish(request, person, line, form):
    asked = dict(form.cleaned_data)
    asked["last"] = asked["last"] or asked["first"]
    availability.say_wish(person, line, **asked, by=request.user)
