"""The short number of an ask, given when its SMS leaves."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from coordination.reinforcement.models import Assignment, ReplyCode
from coordination.reinforcement.models.reply import FIRST, LAST

State = Assignment.State
# Asks that may still be answered: their numbers serve nobody else.
ANSWERABLE = (State.NOTIFIED, State.SEEN, State.ACCEPTED, State.STANDBY, State.OFFERED)
PHONE = 7202  # the space of advisory locks that stand for one telephone
ALL_CODES = range(FIRST, LAST + 1)


@transaction.atomic
def code_for(reference: str, phone: str) -> str:
    """The number that answers the ask of the link `reference` from `phone`, always the same.

    The one that served longest ago, so that a late answer to an old SMS meets no newer ask.
    Empty without a telephone, or when each number answers an ask still open.
    """
    assignment = Assignment.objects.filter(link_key=UUID(reference)).first()
    if assignment is None or not phone:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PHONE, phone])
    known = ReplyCode.objects.filter(assignment=assignment, phone=phone).first()
    code = known.code if known else _oldest_free(phone)
    if code is None:
        return ""
    if known is None:
        ReplyCode.objects.filter(phone=phone, code=code).delete()
        given = {"phone": phone, "code": code, "given_at": timezone.now()}
        ReplyCode.objects.update_or_create(assignment=assignment, defaults=given)
    return str(code)


def _oldest_free(phone: str) -> int | None:
    given = ReplyCode.objects.filter(phone=phone)
    busy = set(given.filter(assignment__state__in=ANSWERABLE).values_list("code", flat=True))
    used = given.order_by("given_at", "pk").values_list("code", flat=True)
    rank = {code: place for place, code in enumerate(used, start=1)}
    free = [code for code in ALL_CODES if code not in busy]
    return min(free, key=lambda code: (rank.get(code, 0), code), default=None)
