"""The offline pack of each active cell is never older than a few minutes behind what changed."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.exports.pack import pack_file
from coordination.crisis.models import Cell, OfflinePack
from coordination.crisis.selectors.pack import pack_content
from portal.accounts.models import User
from portal.audit.services import record_export

RELATED = ("crisis", "structure__commune", "territory")


def build_packs() -> int:
    """The pack of every active cell says what is true now; how many were built again.

    A cell whose pack says the same thing keeps it; one being looked at elsewhere is left to who
    began. Played twice, nothing happens the second time.
    """
    cells = Cell.objects.active().filter(archived_at=None).select_related(*RELATED)
    return sum(build_pack(cell) for cell in cells.order_by("pk"))


@transaction.atomic
def build_pack(cell: Cell) -> bool:
    """Whether the pack of `cell` was built again, because it would not say the same thing."""
    OfflinePack.objects.get_or_create(cell=cell)
    free = OfflinePack.objects.select_for_update(skip_locked=True).filter(cell=cell)
    pack = free.defer("content").first()
    if pack is None:
        return False
    now = clock.now()
    content = pack_content(cell)
    if pack.mark == content.mark:
        OfflinePack.objects.filter(pk=pack.pk).update(checked_at=now)
        return False
    _keep(pack, pack_file(cell, content, at=now), mark=content.mark, at=now)
    return True


def take_pack(pack: OfflinePack, *, by: User) -> bytes:
    """The file; the journal says who took it. Raises TooManyExports."""
    record_export(by, "pack.exported", pack.cell, sha256=pack.sha256)
    return bytes(pack.content)


def _keep(pack: OfflinePack, data: bytes, *, mark: str, at: datetime) -> None:
    OfflinePack.objects.filter(pk=pack.pk).update(
        mark=mark,
        content=data,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        built_at=at,
        checked_at=at,
    )
