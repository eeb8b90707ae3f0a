"""A recommendation written, submitted, put in force after a preview, repealed."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.crisis.views.seen import kept
from coordination.guidance import rules
from coordination.guidance.forms import RecommendationForm, RepealForm, begun
from coordination.guidance.models import Version
from coordination.guidance.selectors.audience import audience_of, in_words, other_validators
from coordination.guidance.selectors.recommendation import recommendations_seen, version_asked
from coordination.guidance.services import publishing, writing
from coordination.guidance.views.recommendation import seen_version
from portal.lib.access import check
from portal.ui.feedback import done

KEPT = "Le brouillon est gardé : relisez-le, puis soumettez-le."
ACTS = {
    "soumettre": (writing.submit_version, "La version attend sa validation."),
    "renvoyer": (writing.send_back_version, "La version est de nouveau en rédaction."),
}


@require_http_methods(["GET", "POST"])
def recommendation_new(request):
    """A new number and its first version."""
    check(rules.may_write, request.user, None)
    chosen = begun(territory=getattr(request, "territory", None))
    form = RecommendationForm(request.POST or None, user=request.user, initial=chosen)
    found = []
    if request.method == "POST" and kept(
        request, form, lambda: found.append(_draft(request, form)), said=KEPT
    ):
        return redirect(found[0])
    return _form(request, form)


@require_http_methods(["GET", "POST"])
def version_new(request, uuid):
    """Another version of the same number, begun from the last one."""
    known = get_object_or_404(recommendations_seen(request.user), uuid=uuid)
    check(rules.may_change, request.user, known)
    last = version_asked(request.user, known, None)
    given = {"user": request.user, "known": known, "alone": False}
    form, found = RecommendationForm(request.POST or None, initial=begun(last), **given), []

    def act():
        found.append(writing.draft_version(known, form.words, **_signed(request, form)))

    if request.method == "POST" and kept(request, form, act, said=KEPT):
        return redirect(found[0])
    return _form(request, form, recommendation=known, last=last)


@require_http_methods(["GET", "POST"])
def version_edit(request, uuid, number):
    """The draft put right."""
    version = _changed(request, uuid, number)
    if version.state != Version.State.DRAFT:
        return redirect(version)
    known = version.recommendation
    given = {"user": request.user, "known": known, "alone": not _is_cited(known)}
    form = RecommendationForm(request.POST or None, initial=begun(version), **given)
    act = lambda: _edit(request, version, form)  # noqa: E731
    if request.method == "POST" and kept(request, form, act, said=KEPT):
        return redirect(version)
    return _form(request, form, recommendation=known)


@require_POST
def version_act(request, uuid, number, act):
    """Submitted, or sent back to its author."""
    version = _changed(request, uuid, number)
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    return done(request, service, version, said=said)


@require_http_methods(["GET", "POST"])
def version_publish(request, uuid, number):
    """Whom it concerns, how many and why, and its words; then one button that names the act."""
    version = _changed(request, uuid, number)
    if request.method == "POST":
        said = "La version est en vigueur, et chacun est prévenu."
        return done(request, publishing.publish_version, version, said=said)
    readers = audience_of(version)
    shown = {"version": version, "recommendation": version.recommendation, "readers": readers}
    shown["criteria"] = in_words(version)
    own = version.author_id == request.user.pk
    shown["other"] = other_validators(version).first() if own else None
    return render(request, "guidance/version_publish.html", shown)


@require_http_methods(["GET", "POST"])
def version_repeal(request, uuid, number):
    """Why it counts no more."""
    version = _changed(request, uuid, number)
    form = RepealForm(request.POST or None)

    def act():
        publishing.repeal_version(version, by=request.user, **form.cleaned_data)

    said = "La recommandation est abrogée, et ceux qui l’avaient lue sont prévenus."
    if request.method == "POST" and kept(request, form, act, said=said):
        return redirect(version)
    shown = {"version": version, "recommendation": version.recommendation, "form": form}
    shown["readers"] = version.acknowledgments.count()
    return render(request, "guidance/version_repeal.html", shown)


def _draft(request, form):
    territory, signed = form.cleaned_data["territory"], _signed(request, form)
    return writing.draft_recommendation(territory, form.subject, form.words, **signed)


def _edit(request, version, form):
    asked = _signed(request, form) | {"subject": form.subject}
    writing.edit_version(version, form.words, **asked)


def _signed(request, form):
    return {"by": request.user, "confirmed": form.cleaned_data["confirmed"]}


def _form(request, form, **about):
    return render(request, "guidance/recommendation_form.html", {"form": form, **about})


def _is_cited(known):
    return known.versions.filter(state__in=Version.PUBLISHED).exists()


def _changed(request, uuid, number):
    version = seen_version(request, uuid, number)
    check(rules.may_change, request.user, version)
    return version
