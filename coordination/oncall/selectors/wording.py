"""Periods and people in French words, for messages and refusals."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.oncall.models import Shift
from portal.lib.time import PARIS
from portal.ui import moments


def period_said(period: Any, zone: ZoneInfo = PARIS) -> str:
    """`samedi 28 mars, 20 h → dimanche 8 h, 11 heures`."""
    now = timezone.localtime()
    return moments.period_words(period.lower, period.upper, now=now, zone=zone)


def shift_said(shift: Shift) -> str:
    """`samedi 28 mars, 20 h → minuit, 4 heures, Troyes (médecin fixe)`."""
    zone = ZoneInfo(shift.sector.zone)
    return f"{period_said(shift.period, zone)}, {shift.sector} ({shift.role})"


def hours_said(lived: timedelta) -> str:
    """`62 h 30`, `11 h`, `45 min`: never days, because hours are what is counted."""
    hours, minutes = divmod(round(lived.total_seconds() / 60), 60)
    if not hours and minutes:
        return f"{minutes}\u00a0min"
    return f"{hours}\u00a0h\u00a0{minutes:02}" if minutes else f"{hours}\u00a0h"


def month_said(first: date) -> str:
    """`mars 2026`."""
    return f"{moments.MONTHS[first.month - 1]}\u00a0{first.year}"
