"""What a document made of tables says: sheets of plain words, whatever they are written in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A table of a sheet, with what is said when it is empty."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    empty: str = ""


@dataclass(frozen=True)
class Sheet:
    """One subject: a page, as many CSV files as tables, a part of the PDF."""

    name: str
    title: str
    lead: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
