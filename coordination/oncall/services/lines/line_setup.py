"""A line is begun from what is usual, changed, closed; its roles and recipients are kept."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ProtectedError, RestrictedError
from django.utils.text import slugify

from coordination.oncall.models import (
    Alert,
    EscalationStep,
    Layer,
    Line,
    LineRole,
    Qualification,
    Recipient,
    Requirement,
    Sector,
    SlotTemplate,
)
from coordination.oncall.refusals.settings import (
    LineHasAlerts,
    LineNameTaken,
    RoleHeld,
    RoleLast,
    RoleTaken,
)
from coordination.oncall.selectors.lines.usual import usual_of
from coordination.oncall.services.lines.line import add_template, open_line, set_points
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

# Words that are an address of their own under /astreintes/lignes/.
RESERVED = {"nouvelle"}


@transaction.atomic
def begin_line(
    line: Line, *, roles: Iterable[str], since: date, with_usual: bool, by: User | None
) -> Line:
    """The line is open, with an address made from its name and at least one role.

    `with_usual`: the hours and points of its kind are there too. Raises ValidationError,
    LineNameTaken when its territory has an open line of that name, even opened just now.
    """
    # Whoever comes second waits here, then sees the first one's line.
    Territory.objects.select_for_update(no_key=True).get(pk=line.territory_id)
    same = Line.objects.open().filter(territory=line.territory, name__iexact=line.name)
    if same.exists():
        raise LineNameTaken(name=line.name, place=line.territory)
    usual = usual_of(line.kind)
    labels = [label.strip() for label in roles if label.strip()] or list(usual.roles)
    line.slug = free_slug(line.name)
    if not line.regimes:
        line.regimes = list(usual.regimes)
    open_line(line, roles=_codes(labels), by=by)
    if with_usual:
        for rank, (name, starts_at, ends_at, rule, kind) in enumerate(usual.hours):
            template = SlotTemplate(
                line=line,
                name=name,
                starts_at=starts_at,
                ends_at=ends_at,
                day_rule=rule,
                slot_class=kind,
                validity=DateRange(since, None),
                rank=rank,
            )
            add_template(template, by=by)
        set_points(
            line, {str(kind): worth for kind, worth in usual.points.items()}, since=since, by=by
        )
    return line


@transaction.atomic
def edit_line(line: Line, *, by: User | None) -> None:
    """The line is as its fields now say; rosters already published do not move.

    Raises ValidationError.
    """
    line.full_clean()
    line.save()
    record(by, "line.edited", line)


@transaction.atomic
def close_line(line: Line, *, on: date, by: User | None) -> None:
    """From `on` the line calls nobody any more; what was is kept. Raises LineHasAlerts."""
    living = Alert.objects.living().filter(line=line).count()
    if living:
        raise LineHasAlerts(count=living)
    Line.objects.filter(pk=line.pk).update(closed_on=on)
    record(by, "line.closed", line, on=on.isoformat())


@transaction.atomic
def reopen_line(line: Line, *, by: User | None) -> None:
    """The line serves again."""
    Line.objects.filter(pk=line.pk).update(closed_on=None)
    record(by, "line.reopened", line)


@transaction.atomic
def keep_role(
    role: LineRole,
    *,
    professions: Iterable[Any] = (),
    qualifications: Iterable[str] = (),
    by: User | None,
) -> LineRole:
    """The role is there, for these professions, asking for these qualifications (their labels).

    Raises RoleTaken when the line has one of that name.
    """
    Line.objects.select_for_update(no_key=True).get(pk=role.line_id)  # the second one waits
    role.code = role.code or slugify(role.label)[:40] or f"role-{role.line.roles.count() + 1}"
    others = LineRole.objects.filter(line=role.line).exclude(pk=role.pk)
    if others.filter(label__iexact=role.label).exists():
        raise RoleTaken(label=role.label)
    if role.pk is None:
        role.rank = others.count()
        role.code = _apart(role.code, set(others.values_list("code", flat=True)), longest=40)
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise RoleTaken(label=role.label) from error
    role.professions.set(professions)
    role.qualifications.set([_qualification(label) for label in qualifications if label.strip()])
    record(by, "role.kept", role, line=role.line.slug)
    return role


@transaction.atomic
def drop_role(role: LineRole, *, by: User | None) -> None:
    """The line has this role no more, nor those who could hold it.

    Raises RoleHeld while something names it (rosters, rotations, needs, chains: history keeps
    its roles), RoleLast.
    """
    Line.objects.select_for_update().get(pk=role.line_id)
    if not LineRole.objects.filter(line=role.line_id).exclude(pk=role.pk).exists():
        raise RoleLast
    naming = (
        Layer.objects.filter(role=role),
        Requirement.objects.filter(role=role),
        EscalationStep.objects.filter(role=role),
    )
    if any(rows.exists() for rows in naming):
        raise RoleHeld(label=role.label)
    record(by, "role.dropped", role, line=role.line.slug, label=role.label)
    try:
        with transaction.atomic():
            LineRole.objects.filter(pk=role.pk).delete()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise RoleHeld(label=role.label) from error


@transaction.atomic
def keep_recipient(recipient: Recipient, *, by: User | None) -> Recipient:
    """The rosters of the line are sent there too, at that step; said twice, it is once."""
    Line.objects.select_for_update().get(pk=recipient.line_id)
    known = Recipient.objects.filter(
        line=recipient.line, stage=recipient.stage, name=recipient.name
    ).first()
    if known:
        recipient.pk = known.pk
    recipient.is_active = True
    recipient.save()
    record(by, "recipient.kept", recipient, line=recipient.line.slug, stage=recipient.stage)
    return recipient


@transaction.atomic
def drop_recipient(recipient: Recipient, *, by: User | None) -> None:
    """Nothing more is sent there; what was sent stays known."""
    Recipient.objects.filter(pk=recipient.pk).update(is_active=False)
    record(by, "recipient.dropped", recipient, line=recipient.line.slug)


@transaction.atomic
def edit_sector(sector: Sector, *, by: User | None) -> None:
    """The sector is as its fields now say. Raises ValidationError."""
    sector.full_clean()
    sector.save()
    record(by, "sector.edited", sector, line=sector.line.slug)


@transaction.atomic
def keep_template(
    template: SlotTemplate, *, sectors: Iterable[Sector] = (), by: User | None
) -> SlotTemplate:
    """The line is held at these hours; slots already drawn up do not move.

    Raises ValidationError.
    """
    if template.pk is None:
        template.rank = template.line.templates.count()
        return add_template(template, sectors=sectors, by=by)
    template.full_clean()
    template.save()
    template.sectors.set(sectors)
    record(by, "template.edited", template, line=template.line.slug)
    return template


def free_slug(name: str) -> str:
    """An address for a line of that name that no other line has."""
    wanted = slugify(name)[:50] or "ligne"
    taken = set(Line.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return _apart(wanted, taken | RESERVED, longest=60)


def free_code(line: Line, name: str) -> str:
    """A code for a sector of that name that no other sector of the line has."""
    taken = set(line.sectors.values_list("code", flat=True))
    return _apart(slugify(name)[:34] or "secteur", taken, longest=40)


def _codes(labels: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for label in labels:
        taken = {code for code, _ in found}
        found.append((_apart(slugify(label)[:34] or "role", taken, longest=40), label[:80]))
    return found


def _apart(wanted: str, taken: set[str], *, longest: int) -> str:
    rank, found = 1, wanted[:longest]
    while found in taken:
        rank += 1
        found = f"{wanted[: longest - len(str(rank)) - 1]}-{rank}"
    return found


def _qualification(label: str) -> Qualification:
    label = " ".join(label.split())[:120]
    found = Qualification.objects.filter(label__iexact=label).first()
    code = slugify(label)[:40] or "qualification"
    return found or Qualification.objects.get_or_create(code=code, defaults={"label": label})[0]
