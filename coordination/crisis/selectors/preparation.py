"""What is ready and what is not: roles without alternate, plans, contacts, exercises."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import (
    Cell,
    CellKind,
    ContactTest,
    Crisis,
    CrisisPlan,
    Designation,
    FunctionalContact,
    Level,
    Mode,
    Role,
)
from coordination.crisis.models.preparation import RED_AFTER, TEST_EVERY
from coordination.crisis.selectors.catalogue import ladder, roles_of
from coordination.crisis.selectors.cell_page import SPAN
from coordination.crisis.selectors.owners import Owner
from directory.models import Structure

YEAR = timedelta(days=365)
SOON = timedelta(days=30)
# The plan that each kind of cell supposes (1.2).
PLAN_OF = {
    CellKind.CCH: CrisisPlan.Kind.PLAN_BLANC,
    CellKind.PLAN_BLEU: CrisisPlan.Kind.PLAN_BLEU,
    CellKind.CPTS: CrisisPlan.Kind.CPTS,
}


@dataclass(frozen=True)
class Naming:
    """A role and who is named for it, by rank; what is wrong."""

    role: Role
    required_from: int | None
    named: list[Designation]
    today: date

    @property
    def has_holder(self) -> bool:
        return any(one.rank == 0 for one in self.named)

    @property
    def has_alternate(self) -> bool:
        return any(one.rank > 0 for one in self.named)

    @property
    def site(self) -> str:
        """The one site of all those named, when there is only one."""
        sites = {one.site for one in self.named}
        return sites.pop() if len(self.named) > 1 and len(sites) == 1 else ""

    @property
    def holder_site(self) -> str:
        """Where the holder works: an alternate of another site is better."""
        return next((one.site for one in self.named if one.rank == 0), "")

    @property
    def expiring(self) -> list[Designation]:
        """Those that end within a month."""
        limit = self.today + SOON
        return [one for one in self.named if one.validity.upper and one.validity.upper <= limit]


@dataclass(frozen=True)
class Fault:
    """Something that is not ready: in words, how pressing, and the page where it is repaired."""

    words: str
    level: str
    url: str
    repair: str


@dataclass(frozen=True)
class TriedContact:
    """A functional contact and when it last answered."""

    contact: FunctionalContact
    answered_at: datetime | None

    @property
    def level(self) -> str:
        """Grey when it was never tried; red beyond 180 days (rule 25)."""
        if self.answered_at is None:
            return "unknown"
        age = clock.now() - self.answered_at
        return "critical" if age > RED_AFTER else "watch" if age > TEST_EVERY else "good"


@dataclass
class Readiness:
    """All that an owner prepares."""

    owner: Owner
    namings: list[Naming] = field(default_factory=list)
    plans: list[CrisisPlan] = field(default_factory=list)
    contacts: list[TriedContact] = field(default_factory=list)
    last_exercise: datetime | None = None

    @property
    def missing_plan(self) -> str:
        """The plan that one of its kind must have, when no date is known."""
        kind = PLAN_OF.get(self.owner.kind)
        known = any(plan.kind == kind for plan in self.plans)
        return "" if kind is None or known else str(kind.label)


def readiness_of(owner: Owner) -> Readiness:
    """What `owner` has prepared, in a constant number of statements."""
    return Readiness(
        owner=owner,
        namings=namings_of(owner, owner.kind),
        plans=list(CrisisPlan.objects.filter(**owner.fields)),
        contacts=contacts_of(owner),
        last_exercise=_last_exercise(owner),
    )


def namings_of(owner: Owner, kind: str) -> list[Naming]:
    """The roles of that kind there, with who is named for them today, by rank."""
    today = timezone.localdate(clock.now())
    place, structure = owner.territory, owner.structure
    asked = _required(ladder(kind, territory=place, structure=structure))
    named: dict[int, list[Designation]] = defaultdict(list)
    for one in designations_of(owner).filter(validity__contains=today):
        named[one.role_id].append(one)
    roles = roles_of(kind, territory=place, structure=structure)
    return [Naming(role, asked.get(role.pk), named[role.pk], today) for role in roles]


def designations_of(owner: Owner) -> QuerySet[Designation]:
    """Those of `owner` itself."""
    mine = Designation.objects.filter(**owner.fields)
    return mine.select_related("person", "role").order_by("role__rank", "rank", "pk")


def designations_of_all(every: Iterable[Owner]) -> QuerySet[Designation]:
    """Those of all these owners."""
    known = list(every)
    places = [one.territory.pk for one in known if one.structure is None]
    houses = [one.structure.pk for one in known if one.structure is not None]
    mine = Designation.objects.filter(Q(territory__in=places) | Q(structure__in=houses))
    return mine.select_related("person", "role", "structure")


def contacts_of(owner: Owner) -> list[TriedContact]:
    """Its functional contacts in use, those that have not answered for long first."""
    rows = FunctionalContact.objects.filter(is_active=True, **owner.fields)
    answered = ContactTest.objects.filter(contact__in=rows, answered=True).values_list("contact")
    last: dict[int, datetime] = dict(answered.annotate(last=Max("at")))
    found = [TriedContact(one, last.get(one.pk)) for one in rows]
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: one.answered_at or never)


def wide_span(namings: Iterable[Naming]) -> int:
    """How many direct roles the ladder requires beyond the leading one, when too many (rule 11)."""
    direct = [one for one in namings if one.required_from is not None and not one.role.leads]
    return len(direct) if len(direct) > SPAN else 0


def faults_of(ready: Readiness) -> list[Fault]:
    """What is not ready there, the most pressing first, each with its repair."""
    base = f"/crises/preparation/{ready.owner.key}/"
    found = [*_naming_faults(ready.namings, base), *_plan_faults(ready, base)]
    for one in ready.contacts:
        if one.level != "good":
            tried = (
                f"répondait le {one.answered_at:%d/%m/%Y}" if one.answered_at else "jamais essayé"
            )
            found.append(Fault(f"Contact « {one.contact} » : {tried}", one.level, base,
                               "Faire l’appel de test"))  # fmt: skip
    if not ready.contacts:
        found.append(Fault("Aucun contact de crise n’est noté", "watch", base, "Noter un contact"))
    if ready.last_exercise is None or ready.last_exercise < clock.now() - YEAR:
        words = "Aucun exercice depuis un an (un au moins par an, dispositif ORSAN)"
        found.append(Fault(words, "watch", "/crises/declarer/", "Préparer un exercice"))
    order = ("critical", "unknown", "watch")
    return sorted(found, key=lambda one: order.index(one.level))


def structures_overdue(owner: Owner) -> list[CrisisPlan]:
    """The plans of the structures of a territory whose review is past, the oldest first."""
    if owner.structure is not None:
        return []
    inside = Structure.objects.in_territories([owner.territory.pk])
    late = CrisisPlan.objects.overdue(timezone.localdate(clock.now())).filter(structure__in=inside)
    return list(late.select_related("structure").order_by("review_on", "pk")[:20])


def _naming_faults(namings: list[Naming], base: str) -> list[Fault]:
    page, found = f"{base}designations/", []
    asked = [one for one in namings if one.required_from is not None]
    vacant = [one for one in asked if not one.has_holder]
    alone = [one for one in asked if one.has_holder and not one.has_alternate]
    close = [one for one in asked if one.site]
    for words, level, wrong in (
        ("sans titulaire", "critical", vacant),
        ("sans suppléant", "watch", alone),
        ("dont tous les désignés sont du même site", "watch", close),
    ):
        if wrong:
            names = ", ".join(str(one.role) for one in wrong)
            said = f"{len(wrong)} fonction{'s' if len(wrong) > 1 else ''} {words} : {names}"
            found.append(Fault(said, level, page, "Désigner quelqu’un"))
    for one in (late for naming in namings for late in naming.expiring):
        until = f"{one.validity.upper:%d/%m/%Y}"
        said = f"La désignation de {one.person} (« {one.role} ») finit le {until}"
        found.append(Fault(said, "watch", page, "Renouveler"))
    return found


def _plan_faults(ready: Readiness, base: str) -> list[Fault]:
    today, found = timezone.localdate(clock.now()), []
    if ready.missing_plan:
        words = f"{ready.missing_plan.capitalize()} : aucune date connue"
        found.append(Fault(words, "unknown", base, "Noter les dates du plan"))
    for plan in ready.plans:
        if plan.review_on < today:
            since = f"{plan.review_on:%d/%m/%Y}"
            words = f"{str(plan)[0].upper()}{str(plan)[1:]} à revoir depuis le {since}"
            found.append(Fault(words, "critical", base, "Mettre le plan à jour"))
        if plan.kind == CrisisPlan.Kind.CPTS and not (plan.sent_ars_on and plan.sent_cpam_on):
            words = "Plan de la CPTS : transmission à l’ARS et à la CPAM non prouvée"
            found.append(Fault(words, "watch", base, "Noter la transmission"))
    return found


def _required(levels: Iterable[Level]) -> dict[int, int]:
    """From which level each role is required."""
    found: dict[int, int] = {}
    for level in levels:
        for one in level.requirements.all():
            found.setdefault(one.role_id, level.rank)
    return found


def _last_exercise(owner: Owner) -> datetime | None:
    """The last exercise in which its cell worked."""
    cells = Cell.objects.filter(structure=owner.structure)
    if owner.structure is None:
        cells = cells.filter(territory=owner.territory)
    played = Crisis.objects.filter(Q(mode=Mode.EXERCISE), pk__in=cells.values("crisis"))
    last: datetime | None = played.aggregate(last=Max("started_at"))["last"]
    return last
