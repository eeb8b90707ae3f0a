"""One run of a FINESS import: the file streams to the staging tables, then becomes structures."""

from collections.abc import Iterator

from django.db import connection

from directory.imports.decoding import Extraction
from directory.imports.finess import Projected, Site, Unusable, read_point, read_site
from directory.imports.projection import positions
from directory.imports.report import Report
from directory.imports.staging import (
    REMARKS,
    apply,
    copy_rows,
    create_tables,
    drop_tables,
    position_counts,
    settle,
)
from directory.models import Category
from directory.models.words import SYNONYMS, document_key
from portal.lib.text import search_key
from portal.territories.models import Territory

BATCH = 4_000
MOST_POSTAL_CODES = 3  # a large city has more: they would tell nothing
Remark = tuple[int, str, bool, str]


def run(extraction: Extraction, report: Report) -> None:
    """The directory says what the extraction says, and `report` tells how; in a transaction."""
    create_tables()
    loader = _Loader()
    for line, fields in extraction.lines():
        report.read += loader.load(line, fields)
    loader.flush()
    settle(extraction.extracted_on)
    report.created, report.updated = apply(extraction.extracted_on)
    report.positions = position_counts()
    for rejected, line, finess, reason in _remarks():
        (report.rejected if rejected else report.warnings).add(line, finess, reason)
    drop_tables()


class _Loader:
    """Sorts the lines between sites, points and remarks; copies them by batches."""

    def __init__(self) -> None:
        communes = Territory.objects.communes()
        self.communes = {
            code: (successor or pk, " ".join([name, *postal_codes[:MOST_POSTAL_CODES]]))
            for code, pk, successor, name, postal_codes in communes.values_list(
                "code", "pk", "successor", "name", "postal_codes"
            ).iterator()
        }
        self.labels = {category.code: category for category in Category.objects.all()}
        self.sites: list[tuple[int, Site]] = []
        self.points: list[tuple[int, Projected]] = []
        self.remarks: list[Remark] = []

    def load(self, line: int, fields: list[str]) -> int:
        """1 when the line counts as read: a site, or a line that had to be rejected."""
        try:
            if fields[0] == "geolocalisation":
                self.points.append((line, read_point(fields)))
                return 0
            if fields[0] != "structureet":
                raise Unusable("Cette ligne n’est ni un établissement ni une position.")
            site = read_site(fields)
            if site.commune not in self.communes:
                why = f"La commune {site.commune} est inconnue."
                raise Unusable(why, finess=site.finess)
            self.sites.append((line, site))
            self.remarks.extend((line, site.finess, False, why) for why in site.remarks)
        except Unusable as error:
            self.remarks.append((line, error.finess, True, str(error)))
        finally:
            if len(self.sites) + len(self.points) + len(self.remarks) >= BATCH:
                self.flush()
        return 1

    def flush(self) -> None:
        """What was loaded stands in the staging tables."""
        copy_rows("finess_site", (self._columns(line, site) for line, site in self.sites))
        copy_rows("finess_point", self._positions())
        copy_rows("finess_remark", self.remarks)
        self.sites, self.points, self.remarks = [], [], []

    def _columns(self, line: int, site: Site) -> tuple[object, ...]:
        commune_id, commune = self.communes[site.commune]
        known = self.labels.get(site.category)
        labels = (known.short_label, known.label) if known else (site.category_label,)
        key = document_key(
            name=site.name,
            names=(site.short_name, site.other_name),
            category=(*labels, SYNONYMS.get(site.category, "")),
            commune=commune,
            postal_line=site.postal_line,
        )
        return (
            *(line, site.finess, site.legal_finess, site.siret, site.name, site.short_name),
            *(site.other_name, site.category, site.category_label, site.street),
            *(site.postal_line, commune_id, site.phone, site.opened_on),
            *(search_key(site.name)[:200], key),
        )

    def _positions(self) -> Iterator[tuple[object, ...]]:
        lines = {point.finess: line for line, point in reversed(self.points)}
        first = {point.finess: point for _, point in reversed(self.points)}
        for finess, latitude, longitude, remark in positions(first.values()):
            yield lines[finess], finess, latitude, longitude, remark


def _remarks() -> Iterator[tuple[bool, int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(REMARKS)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
