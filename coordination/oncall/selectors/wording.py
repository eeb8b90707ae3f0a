"""Periods and people in French words, for messages and refusals."""

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
