"""« Qui est d’astreinte ? »: the question that everybody asks."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from coordination.oncall import rules
from coordination.oncall.forms import QuestionForm, RevealForm
from coordination.oncall.selectors.answering.answer_page import contact_in, shown_answers
from coordination.oncall.selectors.answering.on_call import answers, on_call, places_of
from coordination.oncall.selectors.serving.duties import duties_of, running_beside
from coordination.oncall.selectors.serving.my_service import service_of
from coordination.oncall.selectors.swaps.cover_page import proposed_to
from coordination.oncall.selectors.swaps.relay import notes_for
from coordination.oncall.selectors.swaps.swap_page import swaps_awaiting
from coordination.oncall.services.answering.reveal import reveal_contact
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages


@require_GET
def who(request):
    """A commune gives the answer of each line that serves it, now or at another moment."""
    check(rules.may_ask_on_call, request.user, None)
    form = QuestionForm(request.GET or None)
    shown = {"form": form, "now": timezone.now(), "mine": places_of(request.user)}
    shown["runs"] = rules.may_open_line(request.user)
    if form.is_bound and form.is_valid():
        commune, at = form.cleaned_data["commune"], form.cleaned_data["at"]
        found = answers(request.user, commune=commune.code, at=at or timezone.now())
        form.data = form.data.dict() | {"commune": f"{commune} ({commune.code})"}
        shown |= {"commune": commune, "at": at, "answers": shown_answers(request.user, found)}
    return render(request, "oncall/who.html", shown)


@require_POST
def contact_reveal(request):
    """A number kept for those who call is shown for a quarter of an hour; the journal knows."""
    check(rules.may_ask_on_call, request.user, None)
    form = RevealForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    now = timezone.now()
    answer = on_call(request.user, line=asked["line"], commune=asked["commune"], at=now)
    contact = contact_in(answer, asked["contact"]) if answer else None
    if contact is None:
        raise Http404
    with refusals_as_messages(request):
        reveal_contact(contact, answer=answer, by=request.user)
    return redirect(f"{reverse('oncall:who')}?{urlencode({'commune': asked['commune']})}")


@require_GET
def my_duties(request):
    """One's own duties, the next first; the swaps that wait for somebody."""
    shown = duties_of(request.user) | {"swaps": swaps_awaiting(request.user)}
    shown["calls"] = proposed_to(request.user)
    if person := shown["person"]:
        shown |= {"notes": notes_for(person), "running": running_beside(person)}
    shown["service"] = service_of(request.user)
    return render(request, "oncall/my_duties.html", shown)
