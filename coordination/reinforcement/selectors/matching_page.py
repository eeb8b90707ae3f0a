"""Who fits a need, why others do not, and what a wave would do before it does it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from coordination.notifications import gsm
from coordination.notifications.models import fill
from coordination.notifications.texts import Texts, render
from coordination.reinforcement import pool
from coordination.reinforcement.matching import OBSTACLES, Fit, wave_size
from coordination.reinforcement.models import Need, Trust, Volunteer
from coordination.reinforcement.selectors.sizing import (
    Sizing,
    observed_rate,
    percent,
    places_left,
    size_wave,
    window_end,
)
from coordination.reinforcement.selectors.wording import need_words, trade_words
from portal.lib.links import TOKEN_LENGTH
from portal.ui.paging import Page

SHOWN = 20
# Beyond that many people, channels and quiet hours are read from the first ones only.
READ_AT_MOST = 1000
ANYONE = 10**6
# What `_page` writes: a score and an identifier that the database can hold.
KEY = re.compile(r"(?P<score>-?[0-9]{1,9}(\.[0-9]{1,20})?(e-[0-9]{1,2})?)_(?P<pk>[0-9]{1,18})")

# What would bring these people in, said as a question to the author of the need.
REMEDIES = {
    "too_far": "Élargir le rayon de recherche les ferait entrer.",
    "beyond_their_limit": "Proposer un hébergement étend la distance qu’ils acceptent.",
    "not_free": "D’autres horaires, ou des créneaux plus courts, en feraient entrer.",
    "skills": "Passer l’expérience exigée en expérience souhaitée les ferait entrer.",
    "status": "Accepter d’autres cadres juridiques les ferait entrer.",
    "trust": "Accepter une vérification moindre est possible, avec l’accord de l’ARS.",
    "over_budget": "L’ARS peut déroger au plafond, avec un motif écrit.",
}


@dataclass(frozen=True)
class FitRow:
    """One masked person: never a name, nor a contact."""

    reference: str
    trade: str
    trust: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Obstacle:
    """How many people are held back by what, and what would bring them in."""

    people: int
    words: str
    remedy: str


@dataclass(frozen=True)
class Reach:
    """By which channels a wave would leave, and what it costs."""

    email: int
    sms: int
    quiet: int
    segments: int


@dataclass(frozen=True)
class Preview:
    """A wave before its release."""

    sizing: Sizing
    over_budget: int
    reach: Reach
    texts: Texts
    sms: str
    button: str
    rate: str
    window_ends_at: datetime


@dataclass(frozen=True)
class MatchingPage:
    """Everything that the matching page shows."""

    total: int
    page: Page
    obstacles: Sequence[Obstacle]
    horizon_km: int
    advice: Obstacle | None
    preview: Preview | None
    trades: str


def matching_page(
    need: Need, *, after: str = "", size: int | None = None, message: str = ""
) -> MatchingPage:
    """Who fits `need` now, masked, and the preview of a wave of `size` (advised when None)."""
    places = places_left(need)
    rate, source = observed_rate(need)
    wanted = size or wave_size(places=places, rate=rate, pool=ANYONE)
    limit = SHOWN + 1 if after else max(SHOWN + 1, min(READ_AT_MOST, wanted))
    found = pool.fits(need, limit=limit, after=_read_key(after))
    advised = size_wave(places=places, rate=rate, source=source, pool=found.total)
    sizing = Sizing(places, min(size or advised.size, found.total), rate, source)
    obstacles = _obstacles(found.obstacles)
    short = found.total < wave_size(places=places, rate=rate, pool=ANYONE)
    return MatchingPage(
        total=found.total,
        page=_page(found.rows, need, after=after),
        obstacles=obstacles,
        horizon_km=found.horizon_km,
        advice=_advice(obstacles) if short else None,
        preview=None if after else _preview(need, found, sizing, message),
        trades=trade_words(need.professions.all(), count=2),
    )


def _preview(need: Need, found: pool.PoolAnswer, sizing: Sizing, message: str) -> Preview:
    texts = render("wave_ask", need_words(need) | {"message": message})
    link = f"{settings.PORTAL_BASE_URL}/r/{'x' * TOKEN_LENGTH}/?s"
    sms = gsm.fit(fill(texts.sms, first_name="", link=link, code="47"), link=link)
    reached = [fit.volunteer_id for fit in found.rows[: sizing.size]]
    return Preview(
        sizing=sizing,
        over_budget=found.obstacles.get("over_budget", 0),
        reach=_reach(reached, segments=gsm.segments(sms)),
        texts=texts,
        sms=sms.replace(link, "[lien personnel]"),
        button=f"Prévenir {sizing.size}\u00a0"
        f"{trade_words(need.professions.all(), count=sizing.size)}",
        rate=percent(sizing.rate),
        window_ends_at=window_end(need, start=timezone.now()),
    )


def _reach(volunteers: list[int], *, segments: int) -> Reach:
    """One statement over the preferences of those who would be asked."""
    found = Volunteer.objects.filter(pk__in=volunteers).values_list(
        "user__preference__channels",
        "user__preference__phone",
        "user__preference__quiet_from",
        "user__preference__quiet_until",
        "user__preference__zone",
    )
    email = sms = quiet = 0
    for channels, phone, quiet_from, quiet_until, zone in found:
        wanted = [one for one in channels or ["email"] if one != "sms" or phone]
        if not wanted:
            continue
        if wanted[0] == "sms":
            sms += 1
            quiet += _is_quiet(quiet_from, quiet_until, zone)
        else:
            email += 1
    return Reach(email=email, sms=sms, quiet=quiet, segments=sms * segments)


def _is_quiet(start: time | None, end: time | None, zone: str | None) -> bool:
    if start is None or end is None:
        return False
    hour = timezone.now().astimezone(ZoneInfo(zone or "Europe/Paris")).time()
    return start <= hour < end if start < end else hour >= start or hour < end


def _obstacles(counted: dict[str, int]) -> list[Obstacle]:
    """The closest to fitting first."""
    return [
        Obstacle(counted[key], words, REMEDIES.get(key, ""))
        for key, words in reversed(OBSTACLES.items())
        if counted.get(key)
    ]


def _advice(obstacles: Sequence[Obstacle]) -> Obstacle | None:
    """The one criterion whose change would bring in most people."""
    loosened = [one for one in obstacles if one.remedy]
    return max(loosened, key=lambda one: one.people, default=None)


def _page(found: Sequence[Fit], need: Need, *, after: str) -> Page:
    labels = {one.pk: one.label for one in need.professions.all()}
    now = timezone.now()
    rows = [
        FitRow(
            reference=fit.reference,
            trade=labels.get(fit.profession, fit.profession),
            trust=str(Trust(fit.trust).label),
            reasons=fit.reasons(now),
        )
        for fit in found[:SHOWN]
    ]
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    following = f"{last.score!r}_{last.volunteer_id}" if last else ""
    return Page(items=rows, next=following, first=not after)


def _read_key(text: str) -> tuple[float, int] | None:
    """The key of a page; None, the first page, when it cannot be read."""
    found = KEY.fullmatch(text)
    return (float(found["score"]), int(found["pk"])) if found else None
