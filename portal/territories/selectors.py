"""Reads of territories that feed a screen: suggestions as one types, outlines of a department."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from portal.lib.text import search_key
from portal.territories.models import Containment, Outline, Territory

MOST_SUGGESTIONS = 10
SHORTEST = 2
LEAST_SIMILARITY = 0.35
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def suggest_communes(text: str) -> list[Territory]:
    """At most ten communes that `text` may mean, the likeliest first.

    A number is a postal or official code. A name is looked for from its beginning, then
    anywhere, then with two letters exchanged, then with a typo; `department` is set on each.
    """
    typed = text.strip()[:100]
    if len(typed) < SHORTEST:
        return []
    if re.fullmatch(r"\d{2,5}|2[ABab]\d{0,3}", typed):
        found = _by_number(typed.upper())
    else:
        found = _by_name(" ".join(SAINTS.get(word, word) for word in search_key(typed).split()))
    return _with_department(found)


def territories_named(
    text: str, *, kind: str = "", within: int | None = None
) -> QuerySet[Territory]:
    """Territories whose name begins like `text`, or that bear this official or postal code."""
    found = Territory.objects.all()
    key = search_key(text[:100])
    if key:
        found = found.filter(
            Q(search_key__startswith=key) | Q(code=key.upper()) | Q(postal_codes__contains=[key])
        )
    if kind:
        found = found.filter(kind=kind)
    return found if within is None else found.within([within])


def department_with_outlines(territory: Territory) -> str:
    """The code of the department of `territory` (or itself) when we can draw it, else empty."""
    around = Territory.objects.containing([territory.pk]).filter(kind=Territory.Kind.DEPARTMENT)
    drawn = Containment.objects.filter(ancestor=OuterRef("pk"), descendant__outline__isnull=False)
    found = around.filter(Exists(drawn)).values_list("code", flat=True).first()
    return found or ""


def outline_features(department: str) -> list[dict[str, Any]]:
    """The outlines of the communes of a department (its code), as GeoJSON features."""
    ids = Territory.objects.filter(kind=Territory.Kind.DEPARTMENT, code=department).values("pk")
    inside = Outline.objects.filter(territory__in=Territory.objects.within(ids).communes())
    rows = inside.order_by("territory__code").values_list(
        "territory__code", "territory__name", "geometry"
    )
    return [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "title": name},
            "geometry": geometry,
        }
        for code, name, geometry in rows
    ]


def _by_number(code: str) -> list[Territory]:
    communes = Territory.objects.communes().filter(closed_on__isnull=True)
    known = Q(code__startswith=code)
    if len(code) == 5:
        known = Q(code=code) | Q(postal_codes__contains=[code])
    return list(communes.filter(known).order_by("-population", "code")[:MOST_SUGGESTIONS])


def _by_name(key: str) -> list[Territory]:
    if not key:
        return []
    communes = Territory.objects.communes().filter(closed_on__isnull=True)
    rank = Case(
        When(search_key=key, then=Value(0)),
        When(search_key__startswith=key, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    holding = communes.filter(Q(search_key__startswith=key) | Q(search_key__contains=f" {key}"))
    found = holding.annotate(rank=rank).order_by("rank", "-population", "code")
    exchanged = communes.filter(search_key__in=_exchanged(key)).order_by("-population", "code")
    for attempt in (found, exchanged, _alike(communes, key)):
        if shown := list(attempt[:MOST_SUGGESTIONS]):
            return shown
    return []


def _exchanged(key: str) -> list[str]:
    """`key` with each letter in the place of the next: trigrams hardly see that « toryes » errs."""
    ranks = range(len(key) - 1)
    return [key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in ranks]


def _alike(communes: QuerySet[Territory], key: str) -> QuerySet[Territory]:
    alike = communes.filter(search_key__trigram_similar=key)
    alike = alike.annotate(likeness=TrigramSimilarity("search_key", key))
    return alike.filter(likeness__gte=LEAST_SIMILARITY).order_by("-likeness", "-population", "code")


def _with_department(communes: Iterable[Territory]) -> list[Territory]:
    found = list(communes)
    links = Containment.objects.filter(
        descendant__in=found, ancestor__kind=Territory.Kind.DEPARTMENT
    ).values_list("descendant", "ancestor__name")
    names = dict(links)
    for commune in found:
        commune.department = names.get(commune.pk, "")  # type: ignore[attr-defined]
    return found
