"""Sorts what a file says between sites, points and remarks; copies them by batches."""

from collections.abc import Iterator

from directory.imports.decoding import Extraction
from directory.imports.finess import Projected, Site, Unusable, read_point, read_site
from directory.imports.finess_plus import Member, Place, Read, read_entity, read_group
from directory.imports.projection import positions
from directory.imports.staging import copy_rows
from directory.imports.streaming import Document
from directory.models import Category
from directory.models.words import SYNONYMS, document_key
from directory.refusals import NotFiness
from portal.lib.geo import distance_km
from portal.lib.text import search_key
from portal.territories.models import Territory

BATCH = 4_000
MOST_POSTAL_CODES = 3  # a large city has more: they would tell nothing
FARTHEST_KM = 0.5  # two ways of saying one place; beyond, one of them is wrong
Remark = tuple[int, str, bool, str]


class Loader:
    """What both layouts share: communes, labels, batches."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        communes = Territory.objects.communes()
        self.communes = {
            code: (successor or pk, " ".join([name, *postal_codes[:MOST_POSTAL_CODES]]))
            for code, pk, successor, name, postal_codes in communes.values_list(
                "code", "pk", "successor", "name", "postal_codes"
            ).iterator()
        }
        self.labels = {category.code: category for category in Category.objects.all()}
        self.sites: list[tuple[int, Site]] = []
        self.remarks: list[Remark] = []

    def add(self, line: int, site: Site) -> None:
        """The site waits for the next batch, with its doubts. Raises Unusable."""
        if site.commune not in self.communes:
            raise Unusable(f"La commune {site.commune} est inconnue.", finess=site.finess)
        self.sites.append((line, site))
        self.remarks.extend((line, site.finess, False, why) for why in site.remarks)

    def flush(self) -> None:
        """What was loaded stands in the staging tables."""
        copy_rows("finess_site", (self._columns(line, site) for line, site in self.sites))
        copy_rows("finess_point", self.points_read())
        copy_rows("finess_remark", self.remarks)
        self.sites, self.remarks = [], []

    def points_read(self) -> Iterator[tuple[object, ...]]:
        """Line, number, latitude, longitude and remark of each point of the batch."""
        raise NotImplementedError

    def _columns(self, line: int, site: Site) -> tuple[object, ...]:
        commune_id, commune = self.communes[site.commune]
        known = self.labels.get(site.category)
        labels = (known.short_label, known.label) if known else (site.category_label,)
        key = document_key(
            name=site.name,
            names=(site.short_name, site.other_name or ""),
            category=(*labels, SYNONYMS.get(site.category, "")),
            commune=commune,
            postal_line=site.postal_line,
        )
        return (
            *(line, site.finess, site.legal_finess, site.siret, site.name, site.short_name),
            *(site.other_name, site.category, site.category_label, site.street),
            *(site.postal_line, commune_id, site.phone, site.opened_on),
            *(search_key(site.name)[:200], key, site.level, site.closed_on, site.email),
        )


class CsvLoader(Loader):
    """The layout cs1100502 / cs1100507: the two tags may be grouped apart."""

    def __init__(self, extraction: Extraction) -> None:
        super().__init__(extraction)
        self.points: list[tuple[int, Projected]] = []

    def load_all(self) -> int:
        """Every line stands in the staging tables; how many count as read. Raises NotFiness."""
        read = sum(self._load(line, fields) for line, fields in self.extraction.lines())
        if not read:
            raise NotFiness(path=self.extraction.path, why="il ne contient aucun établissement.")
        self.flush()
        return read

    def _load(self, line: int, fields: list[str]) -> int:
        """1 when the line counts as read: a site, or a line that had to be rejected."""
        try:
            if fields[0] == "geolocalisation":
                self.points.append((line, read_point(fields)))
                return 0
            if fields[0] != "structureet":
                raise Unusable("Cette ligne n’est ni un établissement ni une position.")
            self.add(line, read_site(fields))
        except Unusable as error:
            self.remarks.append((line, error.finess, True, str(error)))
        finally:
            if len(self.sites) + len(self.points) + len(self.remarks) >= BATCH:
                self.flush()
        return 1

    def points_read(self) -> Iterator[tuple[object, ...]]:
        """In WGS 84, one call to PROJ per system."""
        lines = {point.finess: line for line, point in reversed(self.points)}
        first = {point.finess: point for _, point in reversed(self.points)}
        self.points = []
        for finess, latitude, longitude, remark in positions(first.values()):
            yield lines[finess], finess, latitude, longitude, remark


class JsonLoader(Loader):
    """FINESS+: legal entities with their sites, and the groups. A « line » is a rank."""

    def __init__(self, extraction: Extraction) -> None:
        super().__init__(extraction)
        self.places: list[tuple[int, Place]] = []
        self.numbers: list[tuple[str, str, str]] = []
        self.members: list[Member] = []
        self.rank = 0

    def load_all(self) -> int:
        """Every object stands in the staging tables; how many were read. Raises NotFiness."""
        for root, item in Document(self.extraction.path).members():
            if root == "pmej" and isinstance(item, dict):
                self._load_entity(item)
            elif root in ("gcc", "gco") and isinstance(item, dict):
                self.members.extend(read_group(root, item))
            if len(self.sites) + len(self.members) + len(self.remarks) >= BATCH:
                self.flush()
        if not self.rank:
            raise NotFiness(
                path=self.extraction.path, why="il ne contient aucune entité (« pmej »)."
            )
        self.flush()
        return self.rank

    def _load_entity(self, item: dict[str, object]) -> None:
        for one in read_entity(item, self.extraction.extracted_on):
            self.rank += 1
            try:
                if isinstance(one, Unusable):
                    raise one
                self._load(one)
            except Unusable as error:
                self.remarks.append((self.rank, error.finess, True, str(error)))

    def _load(self, one: Read) -> None:
        self.add(self.rank, one.site)
        self.numbers.extend((one.site.finess, *number) for number in one.numbers)
        if one.place is not None:
            self.places.append((self.rank, one.place))

    def flush(self) -> None:
        """What was loaded stands in the staging tables, groups and numbers too."""
        super().flush()
        copy_rows("finess_number", self.numbers)
        copy_rows(
            "finess_member",
            ((one.kind, one.code, one.name, one.number, one.part) for one in self.members),
        )
        self.numbers, self.members, self.places = [], [], []

    def points_read(self) -> Iterator[tuple[object, ...]]:
        """The degrees, else the projected pair; a remark when the two do not say one place.

        The flow swaps its projected pair: `positions` puts it in order, and goes on reading it
        the day the producer does.
        """
        pairs = [place.projected for _, place in self.places if place.projected is not None]
        read = {finess: (lat, lon) for finess, lat, lon, _ in positions(pairs)}
        for rank, place in self.places:
            lat, lon = read.get(place.finess, (None, None))
            yield _settled(rank, place, lat, lon)


def _settled(rank: int, place: Place, lat: float | None, lon: float | None) -> tuple[object, ...]:
    told_lat, told_lon = place.latitude, place.longitude
    if told_lat is None or told_lon is None or not (-90 <= told_lat <= 90 and abs(told_lon) <= 180):
        return rank, place.finess, lat, lon, "" if lat is not None else "Coordonnées illisibles."
    remark = ""
    if lat is not None and lon is not None:
        apart = distance_km(told_lat, told_lon, lat, lon)
        if apart > FARTHEST_KM:
            remark = f"Les deux positions du fichier sont à {apart:.0f} km l’une de l’autre."
    return rank, place.finess, told_lat, told_lon, remark
