"""Who belongs to which GHT or CPTS, as OrganizationAffiliation (IHE mCSD)."""

from django.db.models import Q
from django.utils import timezone

from directory.fhir import clauses
from directory.fhir.canonical import PARTS, profile
from directory.fhir.clauses import Clause
from directory.fhir.elements import Json, Site, concept, kept, meta, period
from directory.models import Membership

PROFILES = profile("OrganizationAffiliation")


def by_activity(rows: clauses.Rows, criterion: clauses.Criterion) -> clauses.Rows:
    """Begun, not ended, in a network that still exists."""
    today = timezone.localdate()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return clauses.truth(begun & lasting & Q(network__closed_on=None))(rows, criterion)


CLAUSES: dict[str, Clause] = {
    "_id": clauses.numbers("pk", "OrganizationAffiliation"),
    "_lastUpdated": clauses.instants(),
    "active": by_activity,
    "date": clauses.periods("starts_on", "ends_on"),
    "primary-organization": clauses.uuids("network__uuid", kind="Organization"),
    "participating-organization": clauses.uuids("structure__uuid", kind="Organization"),
    "role": clauses.codes("part", system=PARTS),
}


def write_tie(one: Membership, site: Site) -> Json:
    """The network, its member, and as what."""
    today = timezone.localdate()
    begun = one.starts_on is None or one.starts_on <= today
    lasting = one.ends_on is None or one.ends_on >= today
    network = one.network
    return kept(
        resourceType="OrganizationAffiliation",
        id=str(one.pk),
        meta=meta(one.changed_at, PROFILES, site=site, source=one.source, as_of=network.source_on),
        language="fr",
        active=begun and lasting and network.closed_on is None,
        period=period(one.starts_on, one.ends_on),
        organization={"reference": f"Organization/{network.uuid}"},
        participatingOrganization={"reference": f"Organization/{one.structure.uuid}"},
        code=[concept(site.url(PARTS), one.part, one.get_part_display())],
    )
