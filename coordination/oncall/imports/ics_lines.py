"""The lines of an iCalendar file: unfolded, numbered, cut into properties."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Property:
    """`NAME;PARAMETER=value:value`, on the line where it begins."""

    name: str
    parameters: dict[str, str]
    value: str
    line: int


@dataclass
class Component:
    """What stands between BEGIN and END; `broken`: the property that a bad fold spoilt, where."""

    line: int
    properties: list[Property] = field(default_factory=list)
    broken: list[tuple[str, int]] = field(default_factory=list)
    is_closed: bool = False


def component_lines(content: bytes, name: str) -> Iterator[Component]:
    """The components of that name, those nested in them left out (alarms)."""
    current: Component | None = None
    depth = 0
    for one in _properties(content):
        begins, ends = one.name == "BEGIN", one.name == "END"
        if begins and one.value.upper() == name:
            if current is not None:
                yield current
            current, depth = Component(one.line), 0
        elif current is None:
            continue
        elif ends and one.value.upper() == name:
            current.is_closed = True
            yield current
            current = None
        elif begins or ends:
            depth += 1 if begins else -1
        elif one.name == "":
            last = current.properties[-1].name if current.properties else ""
            current.broken.append((last, one.line))
        elif depth == 0:
            current.properties.append(one)
    if current is not None:
        yield current


def _properties(content: bytes) -> Iterator[Property]:
    """Each logical line; one that is no property has an empty name."""
    for line, text in _logical(content):
        head, found, value = _cut(text)
        name, *parameters = _parts(head)
        if not found or not name.replace("-", "").isalnum():
            yield Property("", {}, text, line)
            continue
        known = dict(one.partition("=")[::2] for one in parameters)
        quoted = {key.upper(): given.strip('"') for key, given in known.items()}
        yield Property(name.upper(), quoted, value.strip(), line)


def _logical(content: bytes) -> Iterator[tuple[int, str]]:
    """Lines with their continuations, the number of the first one beside each."""
    # Titles are never read, so that another encoding harms nothing that matters.
    text = content.decode("utf-8-sig", errors="replace")
    pieces: list[str] = []
    first = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield first, "".join(pieces)
        pieces, first = ([line], number) if line.strip() else ([], number)
    if pieces:
        yield first, "".join(pieces)


def _cut(text: str) -> tuple[str, bool, str]:
    """The head and the value: at the first colon that is not between quotes."""
    start = 0
    while (colon := text.find(":", start)) >= 0:
        if text.count('"', 0, colon) % 2 == 0:
            return text[:colon], True, text[colon + 1 :]
        start = colon + 1
    return text, False, ""


def _parts(head: str) -> list[str]:
    """The name and its parameters: cut at semicolons that are not between quotes."""
    parts, current, quoted = [], "", False
    for char in head[:1000]:
        quoted ^= char == '"'
        if char == ";" and not quoted:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]
