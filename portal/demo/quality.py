"""What is wrong in the directory of the story, and what waits for somebody to look at it.

Most faults are in the file itself (structures.FAULTS); the others come from what people do, and
from a second file that contradicts them. Then the rules are played, as each night.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from coordination.upkeep.selectors.codes import code_of
from coordination.upkeep.services.claims import check_code, send_code
from coordination.upkeep.services.suggestions import suggest_correction
from directory.imports.examples import Example
from directory.models import (
    ContactPoint,
    ImportRun,
    Practice,
    Profession,
    Professional,
    Signal,
    Structure,
)
from directory.refusals import TooMuchChanges
from directory.services.contacts import report_unanswered
from directory.services.fields import correct_field
from directory.services.holding import hold
from directory.services.imports import FINESS, import_finess
from directory.services.quality.evaluating import find_faults
from directory.services.quality.taking import take_signal
from portal.accounts.models import Role, User
from portal.demo import accounts
from portal.demo.accounts import Account
from portal.demo.chapters import Stage
from portal.demo.clock import spread_signals
from portal.demo.people import sign_up
from portal.demo.structures import DRAWN_ON, FILE

LATER = "2020-03-16"
CLAIMANT = Account("msp.claire", "coordinatrice d’une maison de santé", "Claire", "Aubanel")
Channel, Function = ContactPoint.Channel, ContactPoint.Function


def load_quality(stage: Stage) -> None:
    """A dozen signals of several kinds, one seen to; a claim, a suggestion, a held file."""
    agent = User.objects.get(email=accounts.ARS.email)
    manager = User.objects.get(email=accounts.EHPAD.email)
    witness = User.objects.get(email=accounts.CPTS.email)
    correct_field(stage.ehpad, "phone", "+33353019950", by=manager)
    pharmacies = list(Structure.objects.filter(category="620").order_by("finess"))
    _next_file(stage.ehpad, gone=pharmacies[12])
    _practice(stage.hospitals[1])
    old = _line(stage.local_hospital, Channel.PHONE, "+33353019961", Function.PHARMACY, days=200)
    report_unanswered(old, by=witness)
    _line(stage.home_hospital, Channel.PHONE, "+33353019962", Function.LOGISTICS, days=140)
    _claim(Structure.objects.filter(category="603").order_by("finess")[0])
    suggest_correction(
        stage.ehpad, field="street", proposed="14 rue des Tanneurs", by=witness,
        why="Les livraisons se font par l’autre rue", source="passage sur place",
    )  # fmt: skip
    _hold_half_a_file()
    find_faults()
    twins = Signal.objects.waiting().filter(rule=Signal.Rule.DUPLICATE)
    take_signal(twins.order_by("pk")[0], by=agent)
    spread_signals()


def _next_file(corrected: Structure, *, gone: Structure) -> None:
    """A later extraction: one pharmacy is no longer there, one phone is not what its owner says."""

    def told(line: str) -> str:
        if gone.finess in line:
            return ""
        return line.replace(";035301", ";035302") if corrected.finess in line else line

    with TemporaryDirectory() as folder:
        import_finess(_written(Path(folder), told))


def _hold_half_a_file() -> None:
    """A truncated file waits for a decision. Held from here: an import guards itself from 200
    structures on, and the story has fewer."""
    known = list(Structure.objects.order_by("finess").values_list("finess", "pk", "name"))
    lost = known[len(known) // 2 :]
    numbers = {finess for finess, *_ in lost}
    with TemporaryDirectory() as folder:
        path = _written(
            Path(folder), lambda line: "" if line.split(";")[1] in numbers else line
        )  # fmt: skip
        refusal = TooMuchChanges(
            path=path.name, what=f"{len(lost)} disparaîtraient", known=len(known),
            vanishing=len(lost), changing=0,
            examples=[Example(pk, "", name, "") for _, pk, name in lost[:10]],
        )  # fmt: skip
        now = timezone.now()
        run = ImportRun.objects.create(
            source=FINESS, file_name=path.name, layout="csv", extracted_on=LATER, started_at=now,
            ended_at=now, state=ImportRun.State.HELD, why=str(refusal),
        )  # fmt: skip
        hold(run, path, refusal)


def _written(folder: Path, told: Callable[[str], str]) -> Path:
    """The file of the story at a later date, each line as `told` says it."""
    first, *lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    path = folder / f"etalab-cs1100507-{LATER}.csv"
    path.write_text(
        first.replace(DRAWN_ON, LATER) + "".join(told(line) for line in lines), encoding="utf-8"
    )
    return path


def _practice(hospital: Structure) -> None:
    """Somebody of the register whose number was miscopied: no key is right for it."""
    person = Professional.objects.create(
        rpps="10999999991", family_name="SAUVEUR", given_name="Adèle",
        profession=Profession.objects.get(code="10"), source_on=LATER,
    )  # fmt: skip
    Practice.objects.create(
        professional=person, structure=hospital, place_key=f"F{hospital.finess}",
        place_name=hospital.name, mode=Practice.Mode.SALARIED,
    )  # fmt: skip


def _line(
    structure: Structure, channel: str, value: str, function: str, *, days: int
) -> ContactPoint:
    """A line that somebody gave so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    return ContactPoint.objects.create(
        structure=structure, function=function, channel=channel, value=value, source="Structure",
        as_of=day, tested_on=day,
    )  # fmt: skip


def _claim(structure: Structure) -> None:
    """A coordinator proved by a code that she works there, and asks to manage the page."""
    line = _line(structure, Channel.MOBILE, "+33639980360", Function.MANAGEMENT, days=5)
    claimant = sign_up(CLAIMANT, password=None)
    code = send_code(claimant, structure=structure, contact=line, role=Role.MANAGER)
    check_code(claimant, structure=structure, typed=code_of(code))
