"""The signed archive of a closed cell: asked, made by a worker, taken, withdrawn."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from coordination.crisis import clock, sealing
from coordination.crisis.models import Bundle, Cell, Crisis
from coordination.crisis.refusals.archive import BundleUnderWay, NotArchived
from coordination.crisis.services.closing.content import files_of, steps
from portal.accounts.models import User
from portal.audit.services import record

State = Bundle.State
# A worker that has said nothing for so long is dead: another one takes the archive.
LEASE = timedelta(minutes=5)
# Given up after so long since it was asked: something in it cannot be made.
GIVEN_UP = timedelta(hours=1)


@transaction.atomic
def ask_bundle(cell: Cell, *, by: User | None) -> Bundle:
    """A worker will make the archive of `cell`. Raises NotArchived, BundleUnderWay."""
    cell = Cell.objects.select_for_update().get(pk=cell.pk)
    if cell.archived_at is None:
        raise NotArchived
    mine = Bundle.objects.filter(cell=cell)
    if mine.waiting().exists():
        raise BundleUnderWay
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    bundle = Bundle.objects.create(
        cell=cell, number=number, asked_by=by, asked_at=clock.now(), total=steps() + 1
    )
    record(by, "bundle.asked", bundle, cell=cell.name)
    return bundle


def ask_bundles(crisis: Crisis, *, by: User) -> None:
    """Of every cell of a crisis that ends. In the transaction that ends it."""
    for cell in crisis.cells.filter(archived_at__isnull=False).order_by("pk"):
        ask_bundle(cell, by=by)


def build_next(now: datetime) -> bool:
    """The next archive that waits is made, if any. Safe to run at any time."""
    bundle = _claim(now)
    if bundle is not None:
        _build(bundle)
    return bundle is not None


def withdraw_bundles(cell: Cell) -> None:
    """What was erased from the log leaves its archives too: they are emptied, one may be remade."""
    Bundle.objects.filter(cell=cell).exclude(state=State.WITHDRAWN).update(
        state=State.WITHDRAWN, content=None, size=0
    )


def public_keys() -> list[str]:
    """The keys that verify the archives of this portal, the one in use first (base64)."""
    former = [] if settings.PORTAL_BUNDLE_KEY else map(str, settings.SECRET_KEY_FALLBACKS)
    drawn = [sealing.signing_key("", one) for one in (settings.SECRET_KEY, *former)]
    keys = [sealing.public_of(one) for one in (_key(), *drawn)]
    return list(dict.fromkeys(keys))


@transaction.atomic
def _claim(now: datetime) -> Bundle | None:
    dead = Q(state=State.BUILDING, claimed_at__lt=now - LEASE)
    waiting = Bundle.objects.filter(Q(state=State.ASKED) | dead)
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).defer("content")
    bundle = rows.select_related("cell__crisis__territory").order_by("asked_at", "pk").first()
    if bundle is None:
        return None
    if bundle.asked_at < now - GIVEN_UP:
        Bundle.objects.filter(pk=bundle.pk).update(state=State.FAILED)
        return None
    bundle.state, bundle.claimed_at = State.BUILDING, now
    bundle.save(update_fields=["state", "claimed_at"])
    return bundle


def _build(bundle: Bundle) -> None:
    files: dict[str, bytes] = {}
    for done, (step, made) in enumerate(files_of(bundle.cell), start=1):
        files |= made
        _mine(bundle).update(step=step[:80], done=done)
    key, built_at = _key(), clock.now()
    content = sealing.seal(files, _about(bundle, built_at), key=key)
    with transaction.atomic():
        ended = _mine(bundle).update(
            state=State.READY,
            step="",
            done=bundle.total,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            public_key=sealing.public_of(key),
            built_at=built_at,
        )
        if ended == 1:
            record(None, "bundle.built", bundle)


def _mine(bundle: Bundle) -> QuerySet[Bundle]:
    """Another worker may have taken it, or a redaction withdrawn it: then nothing is written."""
    return Bundle.objects.filter(pk=bundle.pk, state=State.BUILDING, claimed_at=bundle.claimed_at)


def _about(bundle: Bundle, built_at: datetime) -> dict[str, str]:
    cell = bundle.cell
    return {
        "cell": str(cell.uuid),
        "name": cell.name,
        "crisis": cell.crisis.reference,
        "mode": cell.crisis.mode,
        "log_head": cell.log.head,
        "built_at": built_at.isoformat(),
    }


def _key() -> sealing.Ed25519PrivateKey:
    return sealing.signing_key(settings.PORTAL_BUNDLE_KEY, settings.SECRET_KEY)
