"""How a person is reached: contacts, who reads them, the code that verifies them."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.member import CodeForm, ContactForm, PersonForm
from coordination.oncall.models import ContactMethod
from coordination.oncall.selectors.lines.member_page import person_page
from coordination.oncall.services.lines.line import add_contact
from coordination.oncall.services.lines.member import edit_person
from coordination.oncall.services.people import contact as services
from coordination.oncall.views.managed import kept, managed_person
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

SENT = "Le code est parti : il vaut un quart d’heure."


@require_http_methods(["GET", "POST"])
def person_detail(request, uuid):
    """The contacts of a person, their own page or that of their coordination; one more contact."""
    person = managed_person(request, uuid)
    form = ContactForm(request.POST or None)
    act = lambda: add_contact(person, **form.cleaned_data, by=request.user)  # noqa: E731
    if kept(request, form, act, said="Le moyen de contact est ajouté : il reste à le vérifier."):
        return redirect("oncall:person_detail", uuid)
    shown = person_page(person) | {"form": form, "audiences": ContactMethod.Audience.choices}
    shown["may_vouch"] = rules.may_vouch_contact(request.user, person)
    shown["is_mine"] = person.user_id == request.user.pk
    return render(request, "oncall/person_detail.html", shown)


@require_http_methods(["GET", "POST"])
def person_edit(request, uuid):
    """Who somebody is, and the account behind which they act; the coordination says so."""
    person = managed_person(request, uuid)
    check(rules.may_vouch_contact, request.user, person)
    form = PersonForm(request.POST or None, instance=person)
    act = lambda: edit_person(  # noqa: E731
        form.instance, account=form.cleaned_data["account"], by=request.user
    )
    if kept(request, form, act, said="La fiche est modifiée."):
        return redirect("oncall:person_detail", uuid)
    return render(request, "oncall/person_edit.html", {"person": person, "form": form})


@require_POST
def contact_send(request, uuid, pk):
    """A code leaves for that number or address."""
    contact = _contact(request, uuid, pk)
    with refusals_as_messages(request, success=SENT):
        services.send_code(contact, by=request.user)
        return redirect("oncall:contact_verify", uuid, pk)
    return redirect("oncall:person_detail", uuid)


@require_http_methods(["GET", "POST"])
def contact_verify(request, uuid, pk):
    """The code that was received is typed."""
    contact = _contact(request, uuid, pk)
    form = CodeForm(request.POST or None)
    act = lambda: services.verify_contact(contact, form.digits(), by=request.user)  # noqa: E731
    if kept(request, form, act, said="Ce moyen de contact est vérifié."):
        return redirect("oncall:person_detail", uuid)
    shown = {"contact": contact, "person": contact.person, "form": form}
    return render(request, "oncall/contact_verify.html", shown)


@require_POST
def contact_vouch(request, uuid, pk):
    """The coordination called and heard the person."""
    contact = _contact(request, uuid, pk)
    check(rules.may_vouch_contact, request.user, contact.person)
    with refusals_as_messages(request, success="C’est noté : vous avez entendu la personne."):
        services.vouch_contact(contact, by=request.user)
    return redirect("oncall:person_detail", uuid)


@require_POST
def contact_disable(request, uuid, pk):
    """Nobody is called there any more."""
    contact = _contact(request, uuid, pk)
    with refusals_as_messages(request, success="Ce moyen de contact ne sert plus."):
        services.disable_contact(contact, by=request.user)
    return redirect("oncall:person_detail", uuid)


@require_POST
def contact_audience(request, uuid, pk):
    """Who reads that contact."""
    contact = _contact(request, uuid, pk)
    audience = request.POST.get("audience", "")
    if audience in ContactMethod.Audience.values:
        with refusals_as_messages(request, success="C’est noté."):
            services.open_contact_to(contact, audience, by=request.user)
    return redirect("oncall:person_detail", uuid)


def _contact(request, uuid, pk):
    person = managed_person(request, uuid)
    return get_object_or_404(person.contacts.select_related("person"), pk=pk)
