"""Open needs for one volunteer: what to offer next, and what would stand in the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.reinforcement.matching import (
    FRESH_DAYS,
    RECENT_YEARS,
    RESTED_DAYS,
    WEIGHTS,
    Fit,
    distance_band,
    statuses_for,
)
from coordination.reinforcement.models import Assignment, Need, Skill, Slot, Trust, Volunteer
from portal.accounts.models import User
from portal.lib.geo import bounding_box, distance_km

# Read before the exact distances are known; more open needs than that around one person
# would be a crisis without volunteers.
LOOKED_AT = 200


@dataclass(frozen=True)
class Offer:
    """An open need near a volunteer, with its slots that still have a place."""

    need: Need
    distance_km: float
    slots: Sequence[Slot]

    @property
    def distance(self) -> str:
        """The distance in words, rounded up."""
        return distance_band(self.distance_km)


def open_needs(user: User) -> QuerySet[Need]:
    """The needs that a volunteer may read and come forward for; none for anybody else."""
    needs = Need.objects.recruiting().select_related("structure__commune")
    known = Volunteer.objects.filter(user=user)
    return needs.filter(Exists(known), is_exercise=False)


def own_assignment(user: User, need: Need) -> Assignment | None:
    """The path of `user` on `need`, when there is one."""
    return Assignment.objects.filter(volunteer__user=user, need=need).first()


def spontaneous_fit(volunteer: Volunteer, need: Need) -> Fit:
    """How well somebody who comes forward fits, by the weights of the matching.

    They say themselves when they are free, so that the coverage counts as whole.
    """
    now, slots = timezone.now(), need.slots.count()
    looked = need.wished_skills or need.required_skills
    known = list(volunteer.experiences.filter(skill__in=looked).order_by("-last_year", "-months"))
    recent = sum(1 if one.last_year >= now.year - RECENT_YEARS else 0.5 for one in known)
    km = _distance(volunteer, need)
    confirmed = volunteer.confirmed_at or now
    rested = (now - volunteer.last_asked_at).days if volunteer.last_asked_at else RESTED_DAYS
    score = (
        WEIGHTS["experience"] * (recent / len(looked) if looked else 0)
        + WEIGHTS["trust"] * (Trust.DECLARED - volunteer.trust) / 4
        + WEIGHTS["coverage"]
        + WEIGHTS["distance"] * (1 - min(1, km / need.radius_km))
        + WEIGHTS["freshness"] * (1 - min(1, (now - confirmed).days / FRESH_DAYS))
        + WEIGHTS["rest"] * min(1, rested / RESTED_DAYS)
    )
    return Fit(
        volunteer_id=volunteer.pk,
        reference=volunteer.reference,
        profession=volunteer.profession_id or "",
        trust=volunteer.trust,
        distance_km=km,
        slots_covered=slots,
        slots_asked=slots,
        experiences=[(str(Skill(one.skill).label), one.months, one.last_year) for one in known],
        confirmed_at=confirmed,
        last_asked_at=volunteer.last_asked_at,
        score=score,
    )


def obstacle_to_apply(volunteer: Volunteer, need: Need) -> str:
    """Why `volunteer` may not come forward for `need`, in French; empty when they may.

    The hard rules of the matching except distance and declared hours: who comes forward
    knows how far they go and when they are free.
    """
    if volunteer.state != Volunteer.State.ACTIVE:
        return f"votre dossier est « {volunteer.get_state_display()} »"
    profession = need.professions.filter(pk=volunteer.profession_id).first()
    if profession is None:
        return "votre profession n’est pas parmi celles recherchées"
    least = Trust.DECLARED if profession.in_register else Trust.DOCUMENT
    accepted = need.minimum_trust if profession.in_register else max(need.minimum_trust, least)
    if volunteer.trust > accepted:
        return "votre dossier n’est pas encore vérifié au niveau demandé"
    if not set(need.required_skills) <= set(volunteer.skills):
        return "une expérience exigée manque à votre profil"
    if volunteer.status not in statuses_for(need.vehicles):
        return "votre statut n’est compatible avec aucun des cadres proposés"
    return ""


def offers_for(
    volunteer: Volunteer, *, apart_from: Need | None = None, limit: int = 3
) -> list[Offer]:
    """The open needs that `volunteer` fits, most critical then nearest first. Two statements."""
    if volunteer.state != Volunteer.State.ACTIVE or volunteer.profession is None:
        return []
    needs = _fitting(volunteer)
    if apart_from is not None:
        needs = needs.exclude(pk=apart_from.pk)
    found = []
    for need in needs[:LOOKED_AT]:
        offer = _offer(volunteer, need)
        reach = volunteer.max_km_lodged if need.lodging else volunteer.max_km
        if offer.slots and offer.distance_km <= min(reach, need.radius_km):
            found.append(offer)
    found.sort(key=lambda offer: (offer.need.criticality, offer.distance_km, offer.need.pk))
    return found[:limit]


def _fitting(volunteer: Volunteer) -> QuerySet[Need]:
    reach = max(volunteer.max_km, volunteer.max_km_lodged)
    lat, lon = volunteer.latitude or 0.0, volunteer.longitude or 0.0
    box = bounding_box(lat, lon, reach)
    trust = Q(minimum_trust__gte=volunteer.trust)
    if volunteer.profession and not volunteer.profession.in_register:
        trust |= Q(minimum_trust__lt=Trust.DOCUMENT) & Q(
            pk__isnull=volunteer.trust > Trust.DOCUMENT
        )
    asked = volunteer.assignments.filter(need=OuterRef("pk"))
    return (
        Need.objects.recruiting()
        .filter(trust, ~Exists(asked), professions=volunteer.profession, is_exercise=False)
        .filter(required_skills__contained_by=volunteer.skills)
        .filter(structure__latitude__range=(box.south, box.north))
        .filter(structure__longitude__range=(box.west, box.east))
        .select_related("structure__commune")
        .prefetch_related("slots")
        .order_by("criticality", "answer_by", "pk")
    )


def _offer(volunteer: Volunteer, need: Need) -> Offer:
    left = [slot for slot in need.slots.all() if slot.taken < slot.capacity]
    fits = volunteer.status in statuses_for(need.vehicles)
    ahead = sorted(left, key=lambda slot: slot.period.lower) if fits else []
    return Offer(need, _distance(volunteer, need), ahead)


def _distance(volunteer: Volunteer, need: Need) -> float:
    place = need.structure if need.structure.latitude is not None else need.structure.commune
    here = (volunteer.latitude or 0.0, volunteer.longitude or 0.0)
    return distance_km(*here, place.latitude or 0.0, place.longitude or 0.0)
