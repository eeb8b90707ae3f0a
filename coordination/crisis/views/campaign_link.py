"""The page of a structure that is asked its figures: no login, no cookie, no JavaScript.

Opening it changes nothing: mail scanners open links; a page that stays open says so by a POST.
The link is the right to answer (docs/decisions/0007).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.crisis.forms.figures import FiguresForm
from coordination.crisis.refusals.campaign import CampaignClosed, LinkAnswered, LinkExpired
from coordination.crisis.selectors.campaign import target_by_token, values_asked
from coordination.crisis.services.campaign_answer import answer_campaign, check_link, open_link
from coordination.crisis.views.seen import in_its_zone
from portal.lib.refusal import Refusal
from portal.ui.secret_address import discreet

SEEN = "vue"
ANSWERED_NO_MORE = (LinkAnswered, LinkExpired, CampaignClosed)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_answer(request, token):
    """The figures asked, why, and one button; a link that serves no more says why."""
    target = target_by_token(token)
    if target is None:
        return discreet(render(request, "crisis/campaign_unknown.html", status=404))
    if request.POST.get("act") == SEEN:
        open_link(target)
        return discreet(HttpResponse(status=204))
    with in_its_zone(target.cell):
        return discreet(_answer(request, target))


def _answer(request, target):
    campaign = target.campaign
    data = request.POST if request.method == "POST" else None
    form = FiguresForm(data, values=values_asked(campaign, target))
    shown = {"target": target, "campaign": campaign, "form": form, "crisis": target.cell.crisis}
    try:
        check_link(target)
        if form.is_valid():
            answer_campaign(target, form.said)
            return render(request, "crisis/campaign_thanks.html", shown)
    except ANSWERED_NO_MORE as refusal:
        return render(request, "crisis/campaign_over.html", shown | {"why": refusal})
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return render(request, "crisis/campaign_answer.html", shown)
