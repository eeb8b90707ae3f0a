"""In peacetime: the cards and holding statements that a territory or a structure adapts."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis.forms.card import CardForm, StatementForm
from coordination.crisis.selectors import card as cards
from coordination.crisis.selectors import card_versions as versions
from coordination.crisis.selectors.catalogue import roles_of
from coordination.crisis.selectors.owners import owner_named
from coordination.crisis.services import card as services
from coordination.crisis.views.seen import kept


@require_GET
def own_cards(request, owner):
    """The cards that serve there, role by role, whoever wrote them."""
    own = seen_owner(request, owner)
    shown = {"own": own, "kinds": [(kind, _rows(own, kind)) for kind in own.kinds]}
    shown["statements"] = versions.statements_for(own.territory, own.structure)
    return render(request, "crisis/own_cards.html", shown)


@require_http_methods(["GET", "POST"])
def own_card_edit(request, owner, kind, role):
    """What the card says, for any crisis or with `?typologie=`; publishing makes a version."""
    own = seen_owner(request, owner)
    typology = request.GET.get("typologie", "")
    shown = _edited(own, kind, _role(own, kind, role), typology)
    texts = cards.texts_of(shown["card"])
    form = CardForm(request.POST or None, texts=texts, version=shown["version"])

    def publish():
        asked = form.asked | {"typology": typology}
        services.publish_card(own, kind, role, **asked, by=request.user)

    if kept(request, form, publish, said="La nouvelle version est publiée."):
        return redirect("crisis:own_cards", own.key)
    return render(request, "crisis/own_card_edit.html", shown | {"form": form})


@require_http_methods(["GET", "POST"])
def own_statement_edit(request, owner, code):
    """The words for a typology there."""
    own = seen_owner(request, owner)
    term, initial = _statement(own, code)
    form = StatementForm(request.POST or None, initial=initial)

    def edit():
        services.edit_statement(own, code, **form.cleaned_data, by=request.user)

    if kept(request, form, edit, said="L’élément d’attente est enregistré."):
        return redirect("crisis:own_cards", own.key)
    shown = {"own": own, "term": term, "form": form}
    return render(request, "crisis/own_statement_edit.html", shown)


def seen_owner(request, key):
    """The structure or territory for which the reader prepares; 404 otherwise."""
    own = owner_named(request.user, key)
    if own is None:
        raise Http404
    return own


def _rows(own, kind):
    """Each role, its card for any crisis, and one for each typology if it is written."""
    written, names = versions.cards_of_owner(own, kind), versions.typologies()
    roles = roles_of(kind, territory=own.territory, structure=own.structure)
    return [
        (role, written.get((role.slug, "")),
         [(code, name, written.get((role.slug, code))) for code, name in names.items() if code])
        for role in roles
    ]  # fmt: skip


def _edited(own, kind, role, typology):
    """What the editor shows: the card of that typology, else what serves for any crisis."""
    names, written = versions.typologies(), versions.cards_of_owner(own, kind)
    if typology not in names:
        raise Http404
    card = written.get((role.slug, typology)) or written.get((role.slug, ""))
    version = versions.last_version(own, kind, role.slug, typology)
    shown = {"own": own, "role": role, "card": card, "version": version}
    return shown | {"typology": names[typology] if typology else ""}


def _role(own, kind, slug):
    roles = roles_of(kind, territory=own.territory, structure=own.structure)
    found = roles.filter(slug=slug).first() if kind in own.kinds else None
    if found is None:
        raise Http404
    return found


def _statement(own, code):
    """The typology, and what is said of it now."""
    for term, now in versions.statements_for(own.territory, own.structure):
        if term.code == code:
            said = {"title": now.title, "text": now.text} if now else {"title": term.label}
            return term, said
    raise Http404
