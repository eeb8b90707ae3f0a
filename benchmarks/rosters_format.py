"""The public text format of nurse rosters by Curtois and Qu, as it is written."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Staff:
    """The contract of one person."""

    key: str
    most_by_shift: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_worked: int
    least_worked: int
    least_off: int
    most_weekends: int


@dataclass
class Instance:
    """One file: `on` and `off` are (person, day, shift, weight), `cover` is
    (day, shift, need, under, over)."""

    days: int = 0
    minutes: dict[str, int] = field(default_factory=dict)
    forbidden: set[tuple[str, str]] = field(default_factory=set)
    staff: list[Staff] = field(default_factory=list)
    days_off: set[tuple[str, int]] = field(default_factory=set)
    on: list[tuple[str, int, str, int]] = field(default_factory=list)
    off: list[tuple[str, int, str, int]] = field(default_factory=list)
    cover: list[tuple[int, str, int, int, int]] = field(default_factory=list)


def read(path: Path) -> Instance:
    """The instance of `path`. Raises ValueError naming the line that cannot be read."""
    found, section = Instance(), ""
    for number, raw in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        line = raw.split("#", 1)[0].strip()
        if line.startswith("SECTION_"):
            section = line
        elif line:
            try:
                READERS[section](found, [part.strip() for part in line.split(",")])
            except (KeyError, ValueError, IndexError) as error:
                raise ValueError(f"{path.name}, ligne {number} illisible : {raw}") from error
    return found


def _horizon(found: Instance, parts: list[str]) -> None:
    found.days = int(parts[0])


def _shift(found: Instance, parts: list[str]) -> None:
    found.minutes[parts[0]] = int(parts[1])
    following = parts[2] if len(parts) > 2 else ""
    found.forbidden |= {(parts[0], one.strip()) for one in following.split("|") if one.strip()}


def _staff(found: Instance, parts: list[str]) -> None:
    most = [one.split("=") for one in parts[1].split("|") if one]
    numbers = [int(one) for one in parts[2:8]]
    found.staff.append(Staff(parts[0], {name.strip(): int(top) for name, top in most}, *numbers))


def _days_off(found: Instance, parts: list[str]) -> None:
    found.days_off |= {(parts[0], int(day)) for day in parts[1:] if day}


def _on(found: Instance, parts: list[str]) -> None:
    found.on.append((parts[0], int(parts[1]), parts[2], int(parts[3])))


def _off(found: Instance, parts: list[str]) -> None:
    found.off.append((parts[0], int(parts[1]), parts[2], int(parts[3])))


def _cover(found: Instance, parts: list[str]) -> None:
    need, under, over = (int(one) for one in parts[2:5])
    found.cover.append((int(parts[0]), parts[1], need, under, over))


READERS = {
    "SECTION_HORIZON": _horizon,
    "SECTION_SHIFTS": _shift,
    "SECTION_STAFF": _staff,
    "SECTION_DAYS_OFF": _days_off,
    "SECTION_SHIFT_ON_REQUESTS": _on,
    "SECTION_SHIFT_OFF_REQUESTS": _off,
    "SECTION_COVER": _cover,
}
