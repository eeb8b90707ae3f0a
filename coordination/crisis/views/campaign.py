"""Capacity campaigns: the list, a new one seen before it leaves, its live page, its end."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.campaign import CampaignForm
from coordination.crisis.forms.figures import PhoneForm
from coordination.crisis.selectors import campaign as pages
from coordination.crisis.services.campaign import close_campaign, open_campaign
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.figures import phone_figures
from coordination.crisis.views.seen import count_refused, in_its_zone, kept, seen_cell
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.paging import keyset

PAGE, LISTED = 60, 25
NOT_KEPT = ("csrfmiddlewaretoken", "step", "structures")


def seen_campaign(request, uuid, *, what=""):
    """The campaign; 404 for whoever does not read the log of its cell."""
    campaign = get_object_or_404(pages.campaigns_seen(request.user), uuid=uuid)
    if what:
        record_access(campaign.cell, request.user, what=what)
    return campaign


@require_GET
def campaign_list(request, uuid):
    """The campaigns of a cell, the newest first."""
    cell = seen_cell(request, uuid, what="recueils", rule=rules.may_read_log)
    rows = pages.campaigns_of(cell)
    page = keyset(rows, by=("-number",), after=request.GET.get("apres", ""), size=LISTED)
    shown = {"cell": cell, "crisis": cell.crisis, "page": page}
    with in_its_zone(cell):
        return render(request, "crisis/campaign_list.html", shown)


@require_http_methods(["GET", "POST"])
def campaign_new(request, uuid):
    """What is asked, of whom; then the list of who will be told, and the button that sends."""
    cell = seen_cell(request, uuid, rule=rules.may_ask_figures)
    with in_its_zone(cell):
        step = request.POST.get("step", "")
        form = CampaignForm(request.POST or None, cell=cell)
        shown = {"cell": cell, "crisis": cell.crisis, "form": form}
        if step == "modifier" or not form.is_valid():
            count_refused(request, form)
            return render(request, "crisis/campaign_new.html", shown)
        if step == "envoyer" and (campaign := _sent(request, cell, form)):
            return redirect(campaign)
        return render(request, "crisis/campaign_preview.html", shown | _preview(request, form))


def _preview(request, form):
    """Who will be told, all chosen at first, and what was typed, to be sent again."""
    chosen = set(request.POST.getlist("structures"))
    structures = list(form.structures())
    told = pages.how_many_told(form.cell, structures)
    rows = [(one, told.get(one.pk, 0), not chosen or str(one.uuid) in chosen)
            for one in structures]  # fmt: skip
    typed = [(name, value) for name in request.POST if name not in NOT_KEPT
             for value in request.POST.getlist(name)]  # fmt: skip
    unreached = sum(not count for _one, count, _chosen in rows)
    return {"rows": rows, "typed": typed, "unreached": unreached, "asked": form.cleaned_data}


def _sent(request, cell, form):
    """The campaign that left; None when it was refused, and the form says why."""
    chosen = set(request.POST.getlist("structures"))
    structures = [one for one in form.structures() if str(one.uuid) in chosen]
    made = []
    act = lambda: made.append(open_campaign(cell, form.asked(structures), by=request.user))  # noqa: E731
    kept(request, form, act, said="Le recueil est parti : les réponses arrivent ici.")
    return made[0] if made else None


@require_GET
def campaign_detail(request, uuid):
    """How far it is: the silent ones first, with the number to call."""
    campaign = seen_campaign(request, uuid, what="recueil")
    with in_its_zone(campaign.cell):
        return render(request, "crisis/campaign_detail.html", _shown(request, campaign))


@require_GET
def campaign_follow(request, uuid):
    """The live part of the page again."""
    campaign = seen_campaign(request, uuid)
    if not request.htmx:
        return redirect(campaign)
    with in_its_zone(campaign.cell):
        return render(request, "crisis/_campaign_live.html", _shown(request, campaign))


def _shown(request, campaign):
    page = keyset(pages.targets_of(campaign), by=pages.BY_SILENCE,
                  after=request.GET.get("apres", ""), size=PAGE)  # fmt: skip
    page.items[:] = pages.lines_of(campaign, page.items)
    cell = campaign.cell
    return {
        "campaign": campaign, "cell": cell, "crisis": cell.crisis, "page": page,
        "progress": pages.progress_of(campaign), "outcomes": pages.outcome_of(campaign),
        "may_phone": campaign.is_open and rules.may_ask_figures(request.user, cell),
        "now": timezone.now(), "query": request.GET.urlencode(),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def campaign_phone(request, uuid, structure):
    """Whoever calls a silent structure types what it says: the figures of the campaign only."""
    campaign = seen_campaign(request, uuid)
    check(rules.may_ask_figures, request.user, campaign.cell)
    target = pages.targets_of(campaign).filter(structure__uuid=structure).first()
    if target is None:
        raise Http404
    with in_its_zone(campaign.cell):
        form = PhoneForm(request.POST or None, values=pages.values_asked(campaign, target))
        said = f"Les chiffres de {target.structure} sont enregistrés."
        if kept(request, form, lambda: _phone(request, campaign, target, form), said=said):
            return redirect(campaign)
        return _phone_page(request, campaign, target, form)


def _phone_page(request, campaign, target, form):
    shown = {"campaign": campaign, "target": target, "structure": target.structure}
    shown |= {"cell": campaign.cell, "crisis": campaign.cell.crisis, "form": form}
    return render(request, "crisis/campaign_phone.html", shown)


def _phone(request, campaign, target, form):
    as_of = form.cleaned_data["as_of"]
    phone_figures(campaign.cell, target.structure, form.said, by=request.user, as_of=as_of)


@require_POST
def campaign_close(request, uuid):
    """The answers are frozen."""
    campaign = seen_campaign(request, uuid)
    check(rules.may_ask_figures, request.user, campaign.cell)
    return done(request, close_campaign, campaign, said="Le recueil est clos : chiffres arrêtés.")
