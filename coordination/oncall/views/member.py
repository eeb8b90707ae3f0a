"""People are listed on a line, changed, and leave it on a day."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.oncall.forms.member import MemberForm, NewMemberForm
from coordination.oncall.models import Member, Person
from coordination.oncall.selectors.lines.member_page import members_of, people_to_list, to_verify
from coordination.oncall.services.lines import member as services
from coordination.oncall.services.lines.line import list_person
from coordination.oncall.views.managed import kept, managed_line, setup_form
from portal.ui.paging import keyset


@require_GET
def member_list(request, slug):
    """Who is on the line, what they hold, whether they can be reached."""
    line = managed_line(request, slug)
    by, after = ["name", "pk"], request.GET.get("apres", "")
    page = keyset(members_of(line), by=by, after=after)
    shown = {"line": line, "page": page, "to_verify": to_verify(line)}
    return render(request, "oncall/member_list.html", shown)


@require_http_methods(["GET", "POST"])
def member_create(request, slug):
    """Somebody joins the line: known already, with an account, or by name alone."""
    line = managed_line(request, slug)
    people = people_to_list(line, request.user)
    form = NewMemberForm(request.POST or None, instance=Member(line=line), people=people)
    act = lambda: _join(request, line, form)  # noqa: E731
    if kept(request, form, act, said="La personne est inscrite sur la ligne."):
        return redirect("oncall:person_detail", form.instance.person.uuid)
    return render(request, "oncall/member_create.html", {"line": line, "form": form})


@require_http_methods(["GET", "POST"])
def member_edit(request, slug, pk):
    """What somebody is on the line, until which day."""
    line = managed_line(request, slug)
    member = get_object_or_404(line.members.select_related("person"), pk=pk)
    form = MemberForm(request.POST or None, instance=member)
    if kept(request, form, lambda: _edit(request, form), said="L’inscription est modifiée."):
        return redirect("oncall:member_list", slug)
    parent = {"parent_label": "Personnes", "parent_url": f"{line.get_absolute_url()}personnes/"}
    return setup_form(request, line, form, title=f"{member.person}, sur la ligne", **parent)


def _join(request, line, form):
    asked, member = form.cleaned_data, form.instance
    if asked["known"]:
        member.person = asked["known"]
    elif asked["account"]:
        member.person = services.person_of_account(asked["account"], line=line, by=request.user)
    else:
        person = Person(territory=line.territory, **form.identity())
        member.person = list_person(
            person, by=request.user, mobile=asked["mobile"], email=asked["email"]
        )
    services.join(member, **_lists(form), by=request.user)


def _edit(request, form):
    orphans = services.edit_member(form.instance, **_lists(form), by=request.user)
    if orphans:
        words = f"{len(orphans)} astreinte(s) publiée(s) restent à son nom après son départ : "
        messages.warning(request, words + "cherchez qui les prend.")


def _lists(form):
    names = ("roles", "sectors", "qualifications")
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
