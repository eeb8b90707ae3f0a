"""A need is written in three short steps; each one keeps the draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need import (
    NeedBasicsForm,
    NeedProfileForm,
    NeedTermsForm,
    slot_formset,
)
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors import drafting as known
from coordination.reinforcement.services import drafting
from coordination.reinforcement.views.need import visible_need
from portal.lib.access import check
from portal.lib.refusal import Refusal

NEXT = {"creneaux": "reinforcement:need_profile", "profil": "reinforcement:need_terms"}


def need_create(request):
    """The first step of a new need, prefilled by the address or by the coming week-end."""
    check(lambda user, _: rules.may_post_need(user), request.user, None)
    need = Need(
        criticality=Need.Criticality.HIGH,
        structure_id=known.asked_structure(request.user, request.GET.get("structure", "")),
    )
    zone = known.zone_of(need.structure_id, request.territory)
    # What was posted stands for itself: only an empty form is prefilled.
    slots = [] if request.method == "POST" else known.asked_slots(request.GET, zone)
    origin = need.motive_detail = known.asked_origin(request.GET, zone)
    return _first_step(request, need, slots=slots, origin=origin)


def need_edit(request, uuid):
    """The first step of a need already kept."""
    need = visible_need(request, uuid)
    check(rules.may_edit_need, request.user, need)
    slots = [
        {
            "slot_id": slot.pk,
            "starts_at": slot.period.lower,
            "ends_at": slot.period.upper,
            "capacity": slot.capacity,
        }
        for slot in need.slots.in_order()
    ]
    return _first_step(request, need, slots=slots)


def need_profile(request, uuid):
    """The second step: whom exactly, how far."""
    title = "Qui exactement, et jusqu’où"
    return _other_step(request, uuid, NeedProfileForm, name="profil", rank=2, title=title)


def need_terms(request, uuid):
    """The third step: what is offered, and until when answers are useful."""
    title = "Ce que vous proposez"
    return _other_step(request, uuid, NeedTermsForm, name="conditions", rank=3, title=title)


def _other_step(request, uuid, form_class, *, name, rank, title):
    need = visible_need(request, uuid)
    check(rules.may_edit_need, request.user, need)
    with timezone.override(known.zone_of(need.structure_id, None)):
        form = form_class(request.POST or None, instance=need)
        if request.method == "POST" and form.is_valid():
            return _keep_step(request, form, name)
        shown = {"form": form, "need": need, "title": title, "rank": rank, "last": name not in NEXT}
        return render(request, "reinforcement/need_step.html", shown)


def _first_step(request, need, *, slots, origin=""):
    """Who, why and when, by the clock of the structure; nothing is lost of what was typed."""
    form = NeedBasicsForm(
        request.POST or None, instance=need, structures=known.structures_for(request.user)
    )
    form.is_valid()
    with timezone.override(known.zone_of(need.structure_id, request.territory)):
        return _slots_of_first_step(request, form, slots, origin)


def _slots_of_first_step(request, form, slots, origin):
    extra = 0 if slots and "ajout" not in request.GET else 1
    formset = slot_formset(request.POST or None, initial=slots, extra=extra)
    if form.is_valid() and formset.is_valid():
        try:
            return redirect(_after_first_step(request, _keep_first_step(request, form, formset)))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    need = form.instance if form.instance.pk else None
    last = None if need or form.is_bound else known.last_need(request.user)
    shown = {"form": form, "formset": formset, "need": need, "last_need": last}
    shown["origin"] = origin
    return render(request, "reinforcement/need_form.html", shown)


def _keep_first_step(request, form, formset):
    kept = {"by": request.user, "professions": form.professions, "slots": formset.wishes()}
    if form.instance.pk is None:
        return drafting.create_need(form.instance, **kept)
    fields = [name for name in form.Meta.fields if name in form.fields]
    again = drafting.save_need(form.instance, fields=fields, **kept)
    if again:
        messages.warning(request, f"Les dates ont changé. Accords à redemander : {again}.")
    return form.instance


def _after_first_step(request, need):
    if "add_slot" in request.POST:
        return reverse("reinforcement:need_edit", args=[need.uuid]) + "?ajout=1#creneaux"
    return reverse(NEXT["creneaux"], args=[need.uuid])


def _keep_step(request, form, step):
    """The step's answers stand; on to the next one, or to the summary."""
    need = form.save(commit=False)
    try:
        drafting.save_need(need, by=request.user, fields=form.Meta.fields)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(need)
    if step in NEXT:
        return redirect(NEXT[step], uuid=need.uuid)
    messages.success(request, "C’est enregistré. Relisez, puis soumettez quand tout est juste.")
    return redirect(need)
