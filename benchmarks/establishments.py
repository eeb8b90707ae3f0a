"""A directory of the national size, written by COPY, and what people would type to find it."""

import gzip
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from uuid import UUID

from django.db import connection

from benchmarks.population import COMMUNES
from directory.models import Category, Structure
from directory.models.word import rebuild_vocabulary
from directory.models.words import SYNONYMS, document_key
from directory.services import load_nomenclatures
from portal.lib.identifiers import luhn_key
from portal.lib.text import search_key
from portal.territories.models import Territory
from portal.territories.services import import_communes

# Category, share in FINESS (per thousand), and how its structures are called.
KINDS = {
    "620": (205, "PHARMACIE", "PHARMACIE"), "500": (75, "EHPAD", "EHPAD RESIDENCE"),
    "611": (45, "LABORATOIRE", "LABO BIOLOGIE MEDICALE"), "156": (40, "CMP", "CMP ADULTES"),
    "354": (22, "SSIAD", "SSIAD"), "603": (25, "MAISON DE SANTE", "MSP"),
    "183": (18, "IME", "IME"), "202": (24, "RESIDENCE AUTONOMIE", "FOYER LOGEMENT"),
    "246": (15, "ESAT", "ESAT"), "460": (90, "SAA", "AIDE A DOMICILE"),
    "355": (14, "CENTRE HOSPITALIER", "CH"), "124": (25, "CENTRE DE SANTE", "CENTRE DE SANTE"),
    "365": (6, "CLINIQUE", "POLYCLINIQUE"), "109": (8, "CLINIQUE SSR", "CTRE DE READAPTATION"),
    "292": (16, "CTRE HOSPITALIER SPECIALISE", "HOPITAL DE JOUR"), "127": (4, "HAD", "HAD"),
    "252": (14, "FOYER", "FOYER D'HEBERGEMENT"), "255": (8, "MAS", "MAS"),
}  # fmt: skip
PLACES = [
    *("LES TILLEULS", "LES GLYCINES", "LES MARRONNIERS", "SAINT JOSEPH", "SAINTE MARIE"),
    *("SAINT LOUIS", "BELLEVUE", "LE PARC", "LES JARDINS", "LA ROSERAIE", "LES CHENES"),
    *("DU MARCHE", "DE LA GARE", "DU CENTRE", "DE LA MAIRIE", "PASTEUR", "JEAN MOULIN"),
    *("VICTOR HUGO", "LES OLIVIERS", "LE CLOS FLEURI", "LA FONTAINE", "LES LILAS"),
    *("NOTRE DAME", "SAINT VINCENT DE PAUL", "LA CHATAIGNERAIE", "LES ACACIAS", "DU PONT"),
    *("LE BON ACCUEIL", "LES MIMOSAS", "DE L'EUROPE", "DU CHATEAU", "LES BRUYERES"),
]
SYLLABLES = "bar ber bou cha cor dal del fer gar gui lam lan mar mer mon nor per pou ren rou sal"
ENDINGS = [
    *("ard", "aud", "bert", "din", "eau", "elle", "er", "et", "ier", "in", "mont", "ois", "on"),
    *("ot", "oux", "rel", "rin", "son", "tier", "ville"),
]
COLUMNS = (
    "uuid, finess, legal_finess, siret, name, short_name, other_name, category_id, street, "
    "postal_line, commune_id, phone, email, latitude, longitude, position_source, source, "
    "source_on, content_hash, search_key, name_key"
)
SHORT_FORMS = {"SAINT": "ST", "SAINTE": "STE", "CENTRE": "CTRE", "RESIDENCE": "RES"}
LONG_FORMS = {"EHPAD": "maison de retraite", "CH": "hopital", "MSP": "maison de sante"}


@dataclass(frozen=True)
class Asked:
    """What was typed, and the structure that was meant."""

    text: str
    finess: str


def populate_directory(count: int, *, inside: str = "") -> None:
    """`count` structures are in the directory, with the communes of the country.

    All of them in the region whose code is `inside`, when there is one.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "communes.csv"
        with gzip.open(COMMUNES) as packed, plain.open("wb") as target:
            shutil.copyfileobj(packed, target)
        import_communes(plain)
    load_nomenclatures()
    # Read before the COPY: nothing else can use the connection while it lasts.
    places = Territory.objects.communes().filter(latitude__isnull=False)
    if inside:
        regions = Territory.objects.filter(kind=Territory.Kind.REGION, code=inside)
        places = places.filter(pk__in=Territory.objects.within(regions.values("pk")))
    communes = list(places.order_by("code"))
    labels = {one.code: (one.short_label, one.label) for one in Category.objects.all()}
    rows = _rows(communes, labels, count, random.Random(20260512))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY directory_structure ({COLUMNS}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
    rebuild_vocabulary()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE directory_structure")


def queries(count: int, chance: random.Random) -> list[Asked]:
    """What people would type for `count` structures: their town, shortened, misspelt, shuffled."""
    numbers = list(Structure.objects.order_by("finess").values_list("finess", flat=True))
    chosen = Structure.objects.filter(finess__in=chance.sample(numbers, count))
    rows = chosen.select_related("commune").order_by("finess")
    return [Asked(_typed(row.name, row.commune.name, chance), row.finess) for row in rows]


def _typed(name: str, town: str, chance: random.Random) -> str:
    words = name.split()
    if chance.random() < 0.3:
        words = [SHORT_FORMS.get(word, word) for word in words]
    elif chance.random() < 0.3:
        words = [LONG_FORMS.get(word, word) for word in words]
    words = [word.lower() for word in [*words, *town.split()]]
    if chance.random() < 0.4:
        longest = max(range(len(words)), key=lambda rank: len(words[rank]))
        words[longest] = _misspelt(words[longest], chance)
    if chance.random() < 0.3:
        chance.shuffle(words)
    return " ".join(words)


def _misspelt(word: str, chance: random.Random) -> str:
    """One letter dropped, doubled, replaced, or exchanged with the next."""
    if len(word) < 5 or not word.isalpha():
        return word
    at = chance.randrange(1, len(word) - 1)
    changed = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + chance.choice("aeiorst") + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice(changed)


def _rows(
    communes: list[Territory], labels: dict[str, tuple[str, str]], count: int, chance: random.Random
) -> Iterator[tuple[object, ...]]:
    weights = list(accumulate((one.population or 0) + 50 for one in communes))
    places = iter(chance.choices(communes, cum_weights=weights, k=count))
    kinds = iter(chance.choices(list(KINDS), [share for share, *_ in KINDS.values()], k=count))
    syllables = SYLLABLES.split()
    for number, (commune, kind) in enumerate(zip(places, kinds, strict=True)):
        person = (chance.choice(syllables) + chance.choice(ENDINGS)).upper()
        last = person if chance.random() < 0.5 else chance.choice(PLACES)
        name = f"{chance.choice(KINDS[kind][1:])} {last}"
        if chance.random() < 0.15:
            name += f" {chance.choice(PLACES)}"
        postal = (commune.postal_codes or [""])[0]
        finess = commune.code[:2].replace("2A", "20").replace("2B", "20") + f"{number:06d}"
        key = document_key(
            name=name, names=(), category=(*labels[kind], SYNONYMS.get(kind, "")),
            commune=f"{commune.name} {postal}", postal_line=f"{postal} {commune.name.upper()}",
        )  # fmt: skip
        yield (
            *(UUID(int=chance.getrandbits(128)), finess + luhn_key(finess), "", "", name, "", ""),
            *(kind, "1 rue de Paris", f"{postal} {commune.name.upper()}", commune.pk, ""),
            *("", commune.latitude, commune.longitude, "commune", "mesure", "2026-05-12", ""),
            *(key, search_key(name)),
        )
