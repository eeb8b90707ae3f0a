"""How long things may wait, in days: territories differ. An absurd delay stops everything."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
MOST_DAYS = 3_650


def days(name: str, *, default: int) -> int:
    """The days that the variable `name` says. Raises ImproperlyConfigured."""
    said = env.str(name, default=str(default)).strip()
    if not (said.isascii() and said.isdecimal() and 1 <= int(said[:9]) <= MOST_DAYS):
        text = f"{name} vaut « {said} » : donnez un nombre entier de jours, de 1 à {MOST_DAYS}."
        raise ImproperlyConfigured(text)
    return int(said)


def in_order(**delays: int) -> None:
    """Each delay is at most the one that follows. Raises ImproperlyConfigured."""
    names = list(delays)
    for shorter, longer in zip(names, names[1:], strict=False):
        if delays[shorter] > delays[longer]:
            text = f"PORTAL_{shorter} ({delays[shorter]} jours) dépasse PORTAL_{longer}"
            raise ImproperlyConfigured(f"{text} ({delays[longer]} jours).")


# « Tout est exact » is asked again after; sooner while a crisis is under way on the territory.
CONFIRM_DAYS = days("PORTAL_CONFIRM_DAYS", default=180)
CONFIRM_DAYS_IN_CRISIS = days("PORTAL_CONFIRM_DAYS_IN_CRISIS", default=30)
# A suggestion has an answer within; a line that did not answer is settled within.
SUGGESTION_DAYS = days("PORTAL_SUGGESTION_DAYS", default=10)
UNANSWERED_DAYS = days("PORTAL_UNANSWERED_DAYS", default=15)
# A request to keep a structure that nobody answers is told again after.
CLAIM_FIRST_DAYS = days("PORTAL_CLAIM_FIRST_DAYS", default=20)
CLAIM_AGAIN_DAYS = days("PORTAL_CLAIM_AGAIN_DAYS", default=90)
# A value that nobody confirmed is old after; during a crisis; and must be read again after.
STALE_DAYS = days("PORTAL_STALE_DAYS", default=180)
STALE_DAYS_IN_CRISIS = days("PORTAL_STALE_DAYS_IN_CRISIS", default=90)
STALE_DAYS_AT_MOST = days("PORTAL_STALE_DAYS_AT_MOST", default=240)
# Who keeps a plan hears that it must be reviewed, so many days before and on the day.
PLAN_REVIEW_NOTICE_DAYS = days("PORTAL_PLAN_REVIEW_NOTICE_DAYS", default=30)

in_order(CONFIRM_DAYS_IN_CRISIS=CONFIRM_DAYS_IN_CRISIS, CONFIRM_DAYS=CONFIRM_DAYS)
in_order(CLAIM_FIRST_DAYS=CLAIM_FIRST_DAYS, CLAIM_AGAIN_DAYS=CLAIM_AGAIN_DAYS)
in_order(
    STALE_DAYS_IN_CRISIS=STALE_DAYS_IN_CRISIS,
    STALE_DAYS=STALE_DAYS,
    STALE_DAYS_AT_MOST=STALE_DAYS_AT_MOST,
)
