"""A cell opened through the API: for whom, at which level, under whose decision."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError

from coordination.crisis import rules
from coordination.crisis.models import Cell, CellKind, Crisis, Visibility
from coordination.crisis.selectors.crisis_page import Opening, crises_seen, openings
from coordination.crisis.services.activation import Decided
from coordination.crisis.services.cell import NewCell, open_cell
from portal.accounts.models import User
from portal.lib.access import check
from portal.rest.texts import FreeText, Phone, SecureLink

DECISION = ("capacity", "basis", "reason")


class CellOpeningSerializer(serializers.Serializer):
    """What opens: `structure` for a hospital or an EHPAD, `territory` (id) for the others.

    The reader decides, in the `capacity` and on the `basis` that they give.
    """

    crisis = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(CellKind.choices)
    structure = serializers.UUIDField(default=None, allow_null=True)
    territory = serializers.IntegerField(default=None, allow_null=True)
    name = FreeText(max_length=120, default="", allow_blank=True)
    parent = serializers.UUIDField(default=None, allow_null=True)
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.PROFESSIONALS)
    mailbox = serializers.EmailField(default="", allow_blank=True)
    phone = Phone(default="", allow_blank=True)
    place = FreeText(max_length=200, default="", allow_blank=True)
    video_url = SecureLink(max_length=200, default="", allow_blank=True)
    dial_in = FreeText(max_length=60, default="", allow_blank=True)
    level = serializers.IntegerField(min_value=1)
    capacity = FreeText(max_length=80)
    basis = FreeText(max_length=200)
    reason = FreeText(max_length=500)


def opened(asked: dict[str, Any], *, by: User) -> Cell:
    """The cell works at its level, `by` in it.

    Raises NotFound for a crisis that is not seen, ValidationError for a cell that `by` may not
    open or a parent that is not of the crisis, PermissionDenied, and what `open_cell` raises.
    """
    said = dict(asked)
    crisis = crises_seen(by).filter(reference=said.pop("crisis")).first()
    if crisis is None:
        raise NotFound
    check(rules.may_open_cell, by, crisis)
    level = said.pop("level")
    decided = Decided(by=by, **{name: said.pop(name) for name in DECISION})
    opening = _opening(crisis, said, by=by)
    said["parent"] = _parent(crisis, said["parent"], by=by)
    said["name"] = said["name"] or opening.label[:120]
    new = NewCell(**said, territory=opening.territory, structure=opening.structure)
    owner = Cell(kind=new.kind, territory=new.territory, structure=new.structure)
    check(rules.may_open_as, by, owner)
    return open_cell(crisis, new, level=level, decided=decided, by=by)


def _opening(crisis: Crisis, said: dict[str, Any], *, by: User) -> Opening:
    structure, territory = said.pop("structure"), said.pop("territory")
    for one in openings(by, crisis.territory):
        if one.kind != said["kind"] or (one.structure and one.structure.uuid) != structure:
            continue
        if structure or territory in (None, one.territory.pk):
            return one
    raise ValidationError({"kind": ["Vous ne pouvez pas ouvrir cette cellule ici."]})


def _parent(crisis: Crisis, uuid: Any, *, by: User) -> Cell | None:
    if uuid is None:
        return None
    found = Cell.objects.visible_to(by).filter(crisis=crisis, uuid=uuid).first()
    if found is None:
        raise ValidationError({"parent": ["Cette cellule n’est pas de la crise."]})
    return found
