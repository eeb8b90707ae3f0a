"""People are named for the roles of a cell before any crisis, or for one cell exceptionally."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from coordination.crisis.models import Cell, Designation, Role
from coordination.crisis.refusals.cell import DesignationOver, RankTaken
from coordination.oncall.models import Person
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

Owner = Structure | Territory | Cell
FIELDS = {Structure: "structure", Territory: "territory", Cell: "cell"}


@transaction.atomic
def designate(
    role: Role,
    person: Person,
    *,
    owner: Owner,
    rank: int,
    since: date,
    by: User | None,
    until: date | None = None,
    site: str = "",
    trained_on: date | None = None,
) -> Designation:
    """`person` is named for `role` of `owner`, from `since` to the eve of `until`.

    Rank 0 is the holder. Raises RankTaken.
    """
    try:
        with transaction.atomic():
            made = Designation.objects.create(
                **{FIELDS[type(owner)]: owner},
                role=role,
                person=person,
                rank=rank,
                validity=DateRange(since, until),
                site=site,
                trained_on=trained_on,
            )
    except IntegrityError as error:
        raise RankTaken(role=role, rank=rank) from error
    record(by, "designation.made", made, role=role.slug, rank=rank)
    return made


@transaction.atomic
def end_designation(designation: Designation, *, on: date, by: User | None) -> None:
    """The designation stops on the eve of `on`. Raises DesignationOver."""
    start = designation.validity.lower
    current = Designation.objects.filter(pk=designation.pk, validity=designation.validity)
    if on <= start or current.update(validity=DateRange(start, on)) != 1:
        raise DesignationOver
    record(by, "designation.ended", designation, on=on.isoformat())
