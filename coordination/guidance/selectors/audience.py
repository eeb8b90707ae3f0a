"""Whom a version concerns, each once, with the reason why: read before it is published."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from coordination.guidance.models import Version
from coordination.guidance.models.recommendation import WRITERS
from coordination.guidance.registry import professionals
from coordination.oncall.models import Person
from directory.models import Category, Profession, Structure
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory


@dataclass(frozen=True)
class Reader:
    """Somebody whom a version concerns: why, and as who they are counted."""

    user: int
    reason: str
    structure: int | None = None
    profession: str | None = None


def audience_of(version: Version) -> list[Reader]:
    """Those who answer to the criteria now; the first reason found is kept.

    Whoever read the version that this one replaces is asked again (rule 16).
    """
    found = [
        *_managers(version), *_holders(version), *_on_call(version), *_declared(version),
        *_readers_before(version),
    ]  # fmt: skip
    first: dict[int, Reader] = {}
    for one in found:
        first.setdefault(one.user, one)
    active = User.objects.filter(pk__in=first, is_active=True)
    kept = set(active.values_list("pk", flat=True))
    return [one for one in first.values() if one.user in kept]


def in_force_of(version: Version) -> Version | None:
    """The version of the same recommendation that is in force."""
    same = Version.objects.filter(recommendation=version.recommendation_id)
    return same.filter(state=Version.State.IN_FORCE).first()


def other_validators(version: Version) -> "QuerySet[User]":
    """Those who may put it in force, its author apart."""
    around = Territory.objects.containing([version.recommendation.territory_id])
    held = Grant.objects.in_force().filter(role__in=WRITERS, territory__in=around)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.exclude(pk=version.author_id).order_by("last_name", "first_name", "pk")


def in_words(version: Version) -> list[str]:
    """The criteria, as they are read before it is published."""
    roles = [str(Role(one).label) for one in version.roles]
    kinds = Category.objects.filter(pk__in=version.categories).order_by("label")
    trades = Profession.objects.filter(pk__in=version.professions)
    said = [f"rôle : {one}" for one in roles]
    said += [f"responsables des structures « {one} »" for one in kinds]
    return said + [f"profession : {(one.plural or one.label).lower()}" for one in trades]


def _inside(version: Version) -> "QuerySet[Territory]":
    return Territory.objects.within([version.place_id])


def _managers(version: Version) -> list[Reader]:
    """Managers of the categories asked for, or of every structure when the role is asked alone."""
    if not version.categories and Role.MANAGER not in version.roles:
        return []
    structures = Structure.objects.opened().filter(commune__in=_inside(version))
    if version.categories:
        structures = structures.filter(category__in=version.categories)
    grants = Grant.objects.in_force().filter(role=Role.MANAGER, structure__in=structures)
    rows = grants.select_related("structure").order_by("structure__name_key", "pk")
    return [
        Reader(one.user_id, f"responsable de {one.structure}"[:250], structure=one.structure_id)
        for one in rows
    ]


def _holders(version: Version) -> list[Reader]:
    roles = [one for one in version.roles if one != Role.MANAGER]
    inside = _inside(version)
    grants = Grant.objects.in_force().filter(role__in=roles)
    here = grants.filter(Q(territory__in=inside) | Q(structure__commune__in=inside))
    rows = here.select_related("territory", "structure").order_by("role", "pk")
    return [
        Reader(
            one.user_id,
            f"{one.get_role_display()}, {one.structure or one.territory}"[:250],
            structure=one.structure_id,
        )
        for one in rows
    ]


def _on_call(version: Version) -> list[Reader]:
    if not version.professions:
        return []
    people = Person.objects.filter(user__isnull=False, left_on__isnull=True)
    here = people.filter(profession__in=version.professions, territory__in=_inside(version))
    return [
        Reader(one.user_id, f"{one.profession} d’astreinte, {one.territory}"[:250],
               profession=one.profession_id)
        for one in here.select_related("profession", "territory").order_by("pk")
        if one.user_id is not None
    ]  # fmt: skip


def _declared(version: Version) -> list[Reader]:
    if not version.professions:
        return []
    names = {one.pk: str(one) for one in Profession.objects.filter(pk__in=version.professions)}
    return [
        Reader(one.user, f"{names.get(one.profession, '')}, {one.where}"[:250],
               profession=one.profession)
        for one in professionals(version.professions, version.place_id)
    ]  # fmt: skip


def _readers_before(version: Version) -> list[Reader]:
    before = in_force_of(version)
    if before is None or before.pk == version.pk:
        return []
    known = {one.user_id: one for one in before.addressees.all()}
    people = before.acknowledgments.order_by("pk").values_list("user", flat=True)
    return [
        Reader(
            user,
            f"vous aviez lu la version {before.n}",
            structure=known[user].structure_id if user in known else None,
            profession=known[user].profession_id if user in known else None,
        )
        for user in people
    ]
