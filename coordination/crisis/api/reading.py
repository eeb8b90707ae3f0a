"""What the lists of a cell share in the API: of one cell when asked, each read recorded."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError

from coordination.crisis.models import Cell, Role
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.services.cell import record_access
from portal.accounts.models import User
from portal.rest.access import Rule

CELL = OpenApiParameter("cell", UUID, description="Cellule (identifiant public)")
STATE = OpenApiParameter("state", str, description="État, tel que la fiche le nomme")


class OfCells:
    """A viewset of what belongs to cells. `?cell=` keeps one, `?state=` one state.

    A read of a restricted cell leaves its record, for each page and for each row (rule 24).
    """

    request: Any
    what = ""
    path_to_cell = "cell"

    def narrowed(self, rows: Any) -> Any:
        """Those of the cell and of the state that the address asks for. Raises ValidationError."""
        asked = self.request.query_params
        if cell := asked.get("cell"):
            rows = rows.filter(**{f"{self.path_to_cell}__uuid": as_uuid(cell)})
        states = getattr(getattr(rows.model, "State", None), "values", None)
        if states and (state := asked.get("state")):
            if state not in states:
                raise ValidationError({"state": [f"Choisissez parmi : {', '.join(states)}."]})
            rows = rows.filter(state=state)
        return rows

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page, its reads recorded."""
        page = super().paginate_queryset(queryset)  # type: ignore[misc]
        for cell in {row.cell for row in page}:
            self.read_of(cell)
        return page

    def get_object(self) -> Any:
        """One row, its read recorded."""
        row = super().get_object()  # type: ignore[misc]
        self.read_of(row.cell)
        return row

    def read_of(self, cell: Cell) -> None:
        """The record of a read, when the cell is restricted."""
        record_access(cell, self.request.user, what=f"api {self.what}")

    def cell_asked(self, uuid: UUID, rule: Rule) -> Cell:
        """The cell that a POST names, if it is seen (404) and the rule holds (403)."""
        seen = Cell.objects.visible_to(self.request.user)
        cell = seen.select_related("crisis", "structure", "territory").filter(uuid=uuid).first()
        if cell is None:
            raise NotFound
        if not rule(self.request.user, cell):
            self.permission_denied(self.request)  # type: ignore[attr-defined]
        return cell


def of_cell(view: Any) -> Any:
    """Its list says, in the document of the API, that it may be narrowed."""
    return extend_schema(parameters=[CELL, STATE])(view)


def as_uuid(text: str) -> UUID:
    """The identifier. Raises ValidationError when it is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError({"cell": ["Cet identifiant n’en est pas un."]}) from error


def role_named(cell: Cell, slug: str) -> Role | None:
    """The role of `cell` of that name; None for an empty one. Raises ValidationError."""
    if not slug:
        return None
    role = roles_of_cell(cell).filter(slug=slug).first()
    if role is None:
        raise ValidationError({"role": ["Cette fonction n’est pas de ce type de cellule."]})
    return role


def person_in(cell: Cell, email: str) -> User | None:
    """Who is on duty in `cell` with that address; None for an empty one. Raises ValidationError."""
    if not email:
        return None
    person = people_of(cell).filter(email__iexact=email).first()
    if person is None:
        raise ValidationError({"email": ["Personne n’a cette adresse dans la cellule."]})
    return person
