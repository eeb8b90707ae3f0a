"""A need said in French: for pages, e-mails and the 160 characters of an SMS."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from coordination.reinforcement.models import Need, Skill, Slot
from directory.models import Profession
from portal.ui.moments import day, hour, period_words

SHORT_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
SMS_NAME = 22


def need_words(need: Need) -> dict[str, Any]:
    """What every text about `need` may say: place, people, slots, terms, limit."""
    zone = ZoneInfo(need.structure.commune.timezone)
    now = timezone.now().astimezone(zone)
    slots = sorted(need.slots.all(), key=lambda slot: slot.period)
    limit = need.answer_by.astimezone(zone)
    return {
        "need": need,
        "structure": need.structure.name,
        "commune": need.structure.commune.name,
        "people": people_words(need.professions.all(), _widest(slots)),
        "trades": trade_words(need.professions.all()),
        "slots": [
            period_words(slot.period.lower, slot.period.upper, now=now, zone=zone)
            for slot in slots
            if slot.period.lower and slot.period.upper
        ],
        "terms": terms_words(need),
        "required": skill_words(need.required_skills),
        "wished": skill_words(need.wished_skills),
        "limit": limit_words(need),
        "reason": need.state_reason,
        "short_name": _cut(need.structure.short_name or need.structure.name, SMS_NAME),
        "short_slots": _short_slots(slots, zone),
        "short_limit": short_moment(limit),
        "may_reply": settings.PORTAL_SMS_REPLIES,
        "places": sum(slot.capacity for slot in slots),
        "places_taken": sum(slot.taken for slot in slots),
    }


def limit_words(need: Need) -> str:
    """`lundi 23 novembre, 23 h`: until when an answer is useful, on the clock of the place."""
    zone = ZoneInfo(need.structure.commune.timezone)
    limit = need.answer_by.astimezone(zone)
    return f"{day(limit, now=timezone.now().astimezone(zone))}, {hour(limit)}"


def people_words(professions: Iterable[Profession], count: int) -> str:
    """`2 infirmiers`, `1 infirmier ou aide-soignant`."""
    return f"{count}\u00a0{trade_words(professions, count=count)}"


def trade_words(professions: Iterable[Profession], *, count: int = 1) -> str:
    """`infirmier ou aide-soignant`, in the plural from two on."""
    several = count > 1
    return " ou ".join(
        _lowered(one.plural if several and one.plural else one.label) for one in professions
    )


def skill_words(skills: Iterable[str]) -> str:
    """`réanimation, EHPAD`."""
    return ", ".join(str(Skill(one).label) for one in skills)


def terms_words(need: Need) -> list[str]:
    """What the structure offers and asks, one short sentence each."""
    offered = [
        words
        for words, is_offered in (
            ("logement", need.lodging),
            ("transport", need.transport),
            ("repas", need.meals),
            ("garde d’enfants", need.childcare),
        )
        if is_offered
    ]
    vehicles = [str(Need.Vehicle(one).label) for one in need.vehicles]
    return [
        *([f"Offert : {', '.join(offered)}."] if offered else []),
        *([f"Rémunération : {need.pay}"] if need.pay else []),
        *([f"Cadre : {', '.join(vehicles)}."] if vehicles else []),
        *([f"À l’entrée : {need.conditions}"] if need.conditions else []),
    ]


def short_moment(moment: datetime) -> str:
    """`ven 27/03 18h`, `sam 28/03 8h30`: for an SMS."""
    minutes = f"{moment.minute:02}" if moment.minute else ""
    return f"{SHORT_DAYS[moment.weekday()]} {moment:%d/%m} {moment.hour}h{minutes}"


def _short_slots(slots: list[Slot], zone: ZoneInfo) -> str:
    """The first slot still to come, and how many others."""
    if not slots or not slots[0].period.lower or not slots[0].period.upper:
        return ""
    start, end = slots[0].period.lower.astimezone(zone), slots[0].period.upper.astimezone(zone)
    minutes = f"{end.minute:02}" if end.minute else ""
    until = f"{end.hour}h{minutes}"
    if (end - start).days:
        until = short_moment(end)
    others = f" +{len(slots) - 1}" if len(slots) > 1 else ""
    return f"{short_moment(start)}-{until}{others}"


def _widest(slots: list[Slot]) -> int:
    return max((slot.capacity for slot in slots), default=1)


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3].rstrip()}..."
