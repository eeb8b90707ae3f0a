"""In peacetime, for a structure or a territory: people named, plans, contacts and their tests."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis.forms.preparation import ContactForm, DesignationForm, PlanForm
from coordination.crisis.selectors import preparation as reads
from coordination.crisis.selectors.catalogue import roles_of
from coordination.crisis.services import preparation as services
from coordination.crisis.services.designation import designate, end_designation
from coordination.crisis.views.own_card import seen_owner
from coordination.crisis.views.seen import kept
from portal.ui.feedback import refusals_as_messages

ANSWERS = {"repond": True, "muet": False}


@require_GET
def own_file(request, owner):
    """Plans, contacts, and how ready the rest is."""
    return _file(request, seen_owner(request, owner))


@require_POST
def plan_keep(request, owner):
    """The dates of a plan."""
    own = seen_owner(request, owner)
    form = PlanForm(request.POST)

    def keep():
        services.keep_plan(own, form.cleaned_data["kind"], form.dates, by=request.user)

    if kept(request, form, keep, said="Les dates du plan sont notées."):
        return redirect("crisis:own_file", own.key)
    return _file(request, own, plan_form=form)


@require_POST
def contact_add(request, owner):
    """One more contact, to be tried."""
    own = seen_owner(request, owner)
    form = ContactForm(request.POST)

    def add():
        services.add_contact(own, **form.cleaned_data, by=request.user)

    if kept(request, form, add, said="Le contact est noté : essayez-le."):
        return redirect("crisis:own_file", own.key)
    return _file(request, own, contact_form=form)


@require_POST
def contact_try(request, owner, pk, act):
    """The contact was tried: it answered, or not; or it is retired."""
    own = seen_owner(request, owner)
    found = [one.contact for one in reads.contacts_of(own) if one.contact.pk == pk]
    if not found or act not in (*ANSWERS, "retirer"):
        raise Http404
    with refusals_as_messages(request, success="C’est noté."):
        if act in ANSWERS:
            services.try_contact(found[0], answered=ANSWERS[act], by=request.user)
        else:
            services.retire_contact(found[0], by=request.user)
    return redirect("crisis:own_file", own.key)


@require_http_methods(["GET", "POST"])
def designation_list(request, owner):
    """Who is named for each role, by rank; a POST names somebody."""
    own = seen_owner(request, owner)
    roles = roles_of(own.kind, territory=own.territory, structure=own.structure)
    form = DesignationForm(request.POST or None, roles=roles)
    if kept(request, form, lambda: _name(request, own, form), said="La désignation est faite."):
        return redirect("crisis:designation_list", own.key)
    namings = reads.namings_of(own, own.kind)
    shown = {"own": own, "form": form, "namings": namings, "span": reads.wide_span(namings)}
    return render(request, "crisis/designation_list.html", shown)


@require_POST
def designation_end(request, owner, pk):
    """It stops today."""
    own = seen_owner(request, owner)
    one = get_object_or_404(reads.designations_of(own), pk=pk)
    with refusals_as_messages(request, success=f"La désignation de {one.person} a pris fin."):
        end_designation(one, on=timezone.localdate(), by=request.user)
    return redirect("crisis:designation_list", own.key)


def _name(request, own, form):
    person = services.person_named(own, form.named, by=request.user)
    owner = own.structure or own.territory
    designate(form.cleaned_data["role"], person, owner=owner, by=request.user, **form.terms)


def _file(request, own, **forms):
    ready = reads.readiness_of(own)
    shown = {"own": own, "ready": ready, "faults": reads.faults_of(ready)}
    shown |= {"plan_form": PlanForm(), "contact_form": ContactForm(), **forms}
    return render(request, "crisis/own_file.html", shown)
