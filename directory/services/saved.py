"""Searches that people keep under a name."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from directory.models import SavedSearch
from directory.refusals import NothingToSave, PatientSought, TooManySearches
from portal.accounts.models import User
from portal.lib.patient import holds_patient_number

MOST_SAVED = 20
LONGEST = 1_000
# What the address of a list asks (`StructureFilter`); where one had come to is not part of it.
KEPT = frozenset(
    {"q", "categorie", "territoire", "commune", "rayon", "service", "ouvert", "astreinte"}
    | {"couvre", "autour", "pres", "mots"}
)


@transaction.atomic
def save_search(name: str, query: str, *, by: User) -> SavedSearch:
    """`by` finds these filters again under that name, which replaces the one that bore it.

    Raises NothingToSave for an empty or a boundless search, PatientSought, TooManySearches
    beyond twenty.
    """
    asked = [(key, value) for key, value in parse_qsl(query) if key in KEPT]
    kept = urlencode(asked)
    if not kept or len(kept) > LONGEST:
        raise NothingToSave
    if any(holds_patient_number(value) for _key, value in asked):
        raise PatientSought
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = SavedSearch.objects.visible_to(by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_SAVED:
        raise TooManySearches(most=MOST_SAVED)
    saved, _created = SavedSearch.objects.update_or_create(
        user=by, name=name, defaults={"query": kept}
    )
    return saved


@transaction.atomic
def drop_search(saved: SavedSearch, *, by: User) -> None:
    """It is forgotten; forgotten already, nothing changes."""
    SavedSearch.objects.visible_to(by).filter(pk=saved.pk).delete()
