"""The file of a held import, kept in the database: the worker may be on another machine."""

import zlib
from pathlib import Path
from typing import Any

from django.db import transaction

from directory.models import HeldChange, HeldImport, HeldPart, ImportRun
from directory.refusals import TooMuchChanges

PIECE = 1 << 20
LARGEST = 500 * PIECE  # FINESS+ whole: some 200 MB


@transaction.atomic
def hold(run: ImportRun, path: Path, refusal: TooMuchChanges, **asked: Any) -> None:
    """The file waits for a decision, with what was asked of it (`department`, `professions`,
    `lists_liberal`) and what it would do; the earlier ones need no longer.

    A file over 500 MB is not kept: it will have to be read again by the command.
    """
    told: dict[str, Any] = refusal.details
    counts = {name: told[name] for name in ("known", "vanishing", "changing")}
    held = HeldImport.objects.create(run=run, **counts, **asked)
    HeldChange.objects.bulk_create(
        HeldChange(
            held=held, structure_id=one.structure_id, field=one.field, ours=one.ours,
            theirs=one.theirs,
        )
        for one in told["examples"]
    )  # fmt: skip
    waiting = HeldImport.objects.filter(
        run__source=run.source, run__state=ImportRun.State.HELD, department=held.department
    ).exclude(pk=held.pk)
    HeldPart.objects.filter(held__in=list(waiting.values_list("pk", flat=True))).delete()
    if path.stat().st_size <= LARGEST:
        _keep(held, path)


def release(held: HeldImport, folder: Path) -> Path:
    """The file as it was, in `folder`."""
    path = folder / held.run.file_name
    with path.open("wb") as file:
        for part in held.parts.order_by("rank").iterator(chunk_size=1):
            file.write(zlib.decompress(part.content))
    return path


def _keep(held: HeldImport, path: Path) -> None:
    with path.open("rb") as file:
        rank = 0
        while piece := file.read(PIECE):
            HeldPart.objects.create(held=held, rank=rank, content=zlib.compress(piece))
            rank += 1
