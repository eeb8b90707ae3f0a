"""The chain of calls of a line."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall.forms.chain import ChainForm
from coordination.oncall.selectors.alerts.alert import chain_for, steps_planned
from coordination.oncall.selectors.lines.member_page import people_of_line
from coordination.oncall.services.alerts.chain import write_chain
from coordination.oncall.views.managed import kept, managed_line


@require_http_methods(["GET", "POST"])
def chain_edit(request, slug):
    """Who is called, in which order; the alerts under way are not touched."""
    line = managed_line(request, slug)
    chain = chain_for(line)
    form = ChainForm(
        request.POST or None,
        line=line,
        steps=steps_planned(chain),
        chain=chain,
        people=people_of_line(line),
    )
    if kept(request, form, lambda: _write(request, line, form), said="La chaîne est enregistrée."):
        return redirect("oncall:line_settings", slug)
    return render(request, "oncall/chain_edit.html", {"line": line, "form": form, "chain": chain})


def _write(request, line, form):
    names = ("name", "repeats", "reminder_minutes")
    asked = {name: form.cleaned_data[name] for name in names}
    write_chain(line, form.steps(), **asked, by=request.user)
