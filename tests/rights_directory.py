"""Who gets what in the directory: the lines of tests/rights.py for the pages of a structure."""

from typing import Any

from django.utils import timezone

from coordination.upkeep.models import ChangeDigest, Follow, Succession, Suggestion
from directory.models import HoursException, Merge, SavedSearch, Signal, Structure
from portal.accounts.models import User
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.people import StructureFactory

DIRECTORY = {
    ("fhir:metadata", "get"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("fhir:search", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    # A form of another kind than a search takes.
    ("fhir:search_form", "post"): "415 415 415 415 415 415 415 415 415 415 415 401",
    ("fhir:read", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("fhir:unknown", "get"): "404 404 404 404 404 404 404 404 404 404 404 401",
    ("directory:structure_points", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("directory:signal_list", "get"): "200 200 200 200 200 200 403 403 403 403 200 302",
    ("directory:signal_detail", "get"): "200 404 200 404 200 404 404 404 404 404 200 302",
    ("directory:signal_act", "post"): "302 404 302 404 302 404 404 404 404 404 302 302",
    ("directory:signal_bulk", "post"): "302 302 302 302 302 302 403 403 403 403 302 302",
    ("directory:merge_write", "get"): "200 403 200 403 403 403 403 403 403 403 200 302",
    ("directory:merge_detail", "get"): "200 404 200 404 404 404 404 404 404 404 200 302",
    ("directory:merge_undo", "post"): "302 404 302 404 404 404 404 404 404 404 302 302",
    ("directory:saved_list", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("directory:saved_drop", "post"): "302 404 404 404 404 404 404 404 404 404 404 302",
    ("directory:key_list", "get"): "200 200 200 200 403 403 403 403 403 403 200 302",
    ("directory:key_revoke", "post"): "404 404 404 404 403 403 403 403 403 403 404 302",
    ("api:directory-structure-list", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-structure-detail", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-number-detail", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-suggestion-list", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-service-list", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-network-list", "get"): "200 200 200 200 200 200 200 200 200 200 200 401",
    ("api:directory-network-detail", "get"): "404 404 404 404 404 404 404 404 404 404 404 401",
    ("directory:structure_keep", "get"): "200 403 200 403 200 403 403 403 403 403 200 302",
    ("directory:structure_history", "get"): "200 403 200 403 200 403 403 403 403 403 200 302",
    ("directory:line_keep", "get"): "200 403 200 403 200 403 403 403 403 403 200 302",
    ("directory:line_edit", "get"): "200 403 200 403 200 403 403 403 403 403 200 302",
    ("directory:line_end", "post"): "302 403 302 403 302 403 403 403 403 403 302 302",
    ("directory:exception_drop", "post"): "302 403 302 403 302 403 403 403 403 403 302 302",
    ("upkeep:claim", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("upkeep:claim_ask", "post"): "302 302 302 302 302 302 302 302 302 302 302 302",
    ("upkeep:code_send", "post"): "302 302 302 302 302 302 302 302 302 302 302 302",
    ("upkeep:code_check", "post"): "302 302 302 302 302 302 302 302 302 302 302 302",
    ("upkeep:page_confirm", "post"): "302 403 302 403 302 403 403 403 403 403 302 302",
    ("upkeep:suggest", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("upkeep:suggestion_list", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("upkeep:suggestion_answer", "get"): "200 404 200 404 200 404 404 404 404 200 200 302",
    ("upkeep:follow_list", "get"): "200 200 200 200 200 200 200 200 200 200 200 302",
    ("upkeep:follow_end", "post"): "302 404 404 404 404 404 404 404 404 404 404 302",
    ("upkeep:digest_detail", "get"): "200 404 404 404 404 404 404 404 404 404 404 302",
    ("upkeep:handover_propose", "post"): "403 403 403 403 302 403 403 403 403 403 403 302",
    ("upkeep:handover_answer", "post"): "302 404 404 404 403 404 404 404 404 404 404 302",
}

KEPT = ("directory:line_keep", "directory:line_edit", "directory:line_end")


def of_directory(name: str, structure: Structure) -> dict[str, Any]:
    """What the addresses that keep the page of `structure` name besides; nothing for others."""
    if name in KEPT:
        line = structure.contacts.first() or ContactFactory(structure=structure)
        return {"uuid": structure.uuid, "kind": "contact", "pk": line.pk, "act": "clore"}
    if name == "directory:exception_drop":
        days = {"first_day": "2030-01-01", "last_day": "2030-01-02"}
        closed = HoursException.objects.create(service=ServiceFactory(structure=structure), **days)
        return {"uuid": structure.uuid, "pk": closed.pk}
    if name.startswith("api:directory-"):
        return {"uuid": structure.uuid, "number": structure.finess}
    if name == "directory:saved_drop":
        alice = User.objects.get(email="alice@exemple.test")
        saved, _ = SavedSearch.objects.get_or_create(user=alice, name="Nuit", query="q=nuit")
        return {"uuid": saved.uuid}
    if name.startswith("directory:signal"):
        told = {"rule": "bad_address", "field": "street", "state": "new"}
        raised = {"raised_at": timezone.now()}
        one, _ = Signal.objects.get_or_create(structure=structure, **told, defaults=raised)
        return {"pk": one.pk, "act": "garder"}
    if name == "directory:merge_write":
        other = StructureFactory(commune=structure.commune)
        return {"uuid": structure.uuid, "other": other.uuid}
    if name.startswith("directory:merge"):
        other = StructureFactory(commune=structure.commune, merged_into=structure)
        return {"uuid": Merge.objects.create(survivor=structure, lost=other).uuid}
    if name.startswith("fhir:"):
        return {"kind": "Organization", "key": structure.uuid, "rest": "autre/chose"}
    if name == "upkeep:handover_answer":
        people = {"giver": structure.grants.get(role="manager", state="approved").user}
        people["taker"] = User.objects.get(email="alice@exemple.test")
        handover, _ = Succession.objects.get_or_create(structure=structure, **people)
        return {"uuid": handover.uuid, "act": "accepter"}
    if name in ("upkeep:follow_end", "upkeep:digest_detail"):
        return {"uuid": followed(User.objects.get(email="alice@exemple.test"), structure)[name]}
    if name == "upkeep:suggestion_answer":
        author = User.objects.get(email="fatou@exemple.test")
        told = {"author": author, "field": "street", "proposed": "3 rue Zola", "why": "plaque"}
        one, _ = Suggestion.objects.get_or_create(structure=structure, **told)
        return {"uuid": one.uuid}
    return {"uuid": structure.uuid} if name.startswith("upkeep:") else {}


def followed(user: User, structure: Structure) -> dict[str, Any]:
    """What `user` follows, and what they were told of it, by the page about each."""
    now = timezone.now()
    one, _ = Follow.objects.get_or_create(
        user=user, structure=structure, defaults={"cadence": "daily", "next_due_at": now}
    )
    told = {"since": now, "until": now, "structures": [structure.pk], "count": 1}
    digest = ChangeDigest.objects.create(user=user, **told)
    return {"upkeep:follow_end": one.uuid, "upkeep:digest_detail": digest.uuid}
