"""Reflex cards: a version is published, its lines ticked; what may be said at once is edited."""

from django.db import IntegrityError, transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    MOST_ITEMS,
    Band,
    CardItem,
    Cell,
    ChecklistRun,
    HoldingStatement,
    ReflexCard,
    Role,
    Tick,
)
from coordination.crisis.refusals.card import (
    CardEmpty,
    CardMoved,
    CardTooLong,
    CardUnchanged,
    ItemElsewhere,
    TickedAlready,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.card import texts_of
from coordination.crisis.selectors.card_versions import card_choices, last_version
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number

Texts = dict[str, list[str]]


@transaction.atomic
def tick_item(cell: Cell, role: Role, item: CardItem, *, done: bool, by: User) -> Tick:
    """The line stands as done, or to do again, with who and when.

    The log says it when the whole band is done, or is no longer. Raises CellArchived, NotOnDuty,
    ItemElsewhere, TickedAlready.
    """
    if cell.archived_at is not None:
        raise CellArchived
    if not may_write_log(by, cell):
        raise NotOnDuty
    run = _run(cell, role, item)
    stands = _standing(run)
    if (item.pk in stands) == done:
        raise TickedAlready
    made = Tick.objects.create(run=run, item=item, is_done=done, by=by, at=clock.now())
    record(by, "card.ticked" if done else "card.unticked", run, item=item.pk)
    total = CardItem.objects.filter(card=run.card_id, band=run.band).count()
    what = f"Fiche réflexe « {role} », {run.get_band_display()}"
    if done and len(stands) + 1 == total:
        ChecklistRun.objects.filter(pk=run.pk).update(completed_at=made.at)
        note(cell, f"{what} : {total} actions faites sur {total}", by=by)
    elif run.completed_at is not None and not done:
        ChecklistRun.objects.filter(pk=run.pk).update(completed_at=None)
        note(cell, f"{what} : terminée → à reprendre (« {item} »)", by=by)
    return made


@transaction.atomic
def publish_card(
    owner: Owner, kind: str, slug: str, *, texts: Texts, seen: int, by: User, typology: str = ""
) -> ReflexCard:
    """`owner` has a new version of the card of that role, for that typology if any; checklists
    under way keep theirs.

    `seen`: the last version of theirs that was on the screen. Raises CardEmpty, CardTooLong,
    CardUnchanged, CardMoved, PatientNumber.
    """
    kept: Texts = {
        band: [one.strip() for one in texts.get(band, []) if one.strip()] for band in Band
    }
    _check(kept)
    last = last_version(owner, kind, slug, typology)
    if last != seen:
        raise CardMoved
    mine = ReflexCard.objects.filter(kind=kind, slug=slug, typology=typology, **owner.fields)
    if last and texts_of(mine.get(version=last)) == kept:
        raise CardUnchanged
    try:
        with transaction.atomic():
            card = ReflexCard.objects.create(
                kind=kind,
                slug=slug,
                typology=typology,
                version=last + 1,
                published_at=clock.now(),
                published_by=by,
                **owner.fields,
            )
    except IntegrityError as error:
        raise CardMoved from error
    CardItem.objects.bulk_create(items_of(card, kept))
    record(by, "card.published", card, kind=kind, role=slug, typology=typology,
           version=card.version)  # fmt: skip
    return card


@transaction.atomic
def edit_statement(
    owner: Owner, typology: str, *, title: str, text: str, by: User
) -> HoldingStatement:
    """`owner` has its own words for that typology. Raises PatientNumber."""
    if holds_patient_number(f"{title} · {text}"):
        raise PatientNumber
    said = {"title": title, "text": text, "edited_at": clock.now()}
    made, _ = HoldingStatement.objects.update_or_create(
        typology=typology, **owner.fields, defaults=said
    )
    record(by, "statement.edited", made, typology=typology)
    return made


def items_of(card: ReflexCard, texts: Texts) -> list[CardItem]:
    """The lines of a card, to be written."""
    return [
        CardItem(card=card, band=band, rank=rank, text=text)
        for band, lines in texts.items()
        for rank, text in enumerate(lines)
    ]


def _run(cell: Cell, role: Role, item: CardItem) -> ChecklistRun:
    """The list that the cell follows, locked; it begins with a version offered to it."""
    followed = ChecklistRun.objects.filter(cell=cell, role=role, band=item.band)
    if not followed.exists():
        offered = card_choices(cell).get(role.slug, [])
        card = next((one for one in offered if one.pk == item.card_id), None)
        if card is None:
            raise ItemElsewhere
        ChecklistRun.objects.bulk_create(
            [ChecklistRun(cell=cell, role=role, card=card, band=item.band, begun_at=clock.now())],
            ignore_conflicts=True,
        )
    run = followed.select_for_update().get()
    if run.card_id != item.card_id:
        raise ItemElsewhere
    return run


def _standing(run: ChecklistRun) -> set[int]:
    """The lines that stand as done."""
    last = Tick.objects.filter(run=run).order_by("item_id", "-pk").distinct("item_id")
    return {one.item_id for one in last if one.is_done}


def _check(texts: Texts) -> None:
    if not texts[Band.FIRST]:
        raise CardEmpty
    if any(len(lines) > MOST_ITEMS for lines in texts.values()):
        raise CardTooLong(most=MOST_ITEMS)
    if holds_patient_number(" · ".join(text for lines in texts.values() for text in lines)):
        raise PatientNumber
