"""The signs that open a line of the log: `<` received, `>` sent, `!` decision, `#` measure."""

from dataclasses import dataclass

KINDS = {"<": "received", ">": "sent", "!": "decision", "#": "measure"}
DEFAULT = "received"


@dataclass(frozen=True)
class Line:
    """What somebody typed: the kind that its sign says, and the text without it."""

    kind: str
    text: str


def read(typed: str, *, default: str = DEFAULT) -> Line:
    """The kind and the text of what was typed; without a sign, the kind is `default`."""
    text = typed.strip()
    kind = KINDS.get(text[:1])
    return Line(kind, text[1:].strip()) if kind else Line(default, text)
