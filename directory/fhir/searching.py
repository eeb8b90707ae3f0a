"""A search: the rows that every criterion keeps, page by page, and what was asked with them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing

from directory.fhir.canonical import SUBSETTED
from directory.fhir.clauses import Rows
from directory.fhir.elements import Json, Site, instant
from directory.fhir.grammar import Asked, Criterion, read_query
from directory.fhir.organization import is_open
from directory.fhir.outcome import Problem, invalid, unsupported
from directory.fhir.place import KEY, search_of
from directory.fhir.resources import RESOURCES, TERRITORIES, Resource, Source
from directory.models import PastPractice, Structure
from directory.selectors.settled import settled_until
from portal.territories.models import Territory
from portal.ui.paging import keyset

SALT = "directory.fhir.next"
MOST_JOINED, MOST_COUNTED = 1_000, 5_000
ALWAYS = ("resourceType", "id", "meta")


@dataclass(frozen=True)
class Match:
    row: Any
    source: Source


def search(kind: str, pairs: Iterable[tuple[str, str]], *, site: Site, strict: bool) -> Json:
    """The Bundle of what `pairs` ask of the resources `kind`. Raises Problem."""
    resource = resource_of(kind)
    asked = read_query(
        pairs,
        known=resource.modifiers, sorts=resource.sorts, strict=strict,
        includes=resource.includes, revincludes=resource.revincludes,
    )  # fmt: skip
    asked.kind = kind
    horizon = settled_until()
    found = _found(resource, asked)
    bundle: Json = {
        "resourceType": "Bundle",
        "meta": {"lastUpdated": instant(horizon)},
        "language": "fr",
        "type": "searchset",
    }
    links = [{"relation": "self", "url": _address(site, kind, asked.applied)}]
    if asked.only_count:
        return bundle | {"total": _count(found), "link": links}
    matches, following = _page(resource, asked, found)
    if following:
        pairs = [*asked.applied, ("_cursor", following)]
        links.append({"relation": "next", "url": _address(site, kind, pairs)})
    total = _total(asked, found, matches, is_whole=not following and not asked.cursor)
    entries = [*_entries(kind, matches, asked, site), *_joined(resource, matches, asked, site)]
    return (
        bundle
        | ({} if total is None else {"total": total})
        | {"link": links}
        | ({"entry": entries} if entries else {})
    )


def read(kind: str, key: str, *, site: Site) -> Json:
    """The resource `kind/key`. Raises Problem: 404, or 410 with what replaces it."""
    resource = resource_of(kind)
    asked = Criterion("_id", (key,))
    for source in resource.sources:
        rows = _territory(key) if source is TERRITORIES else source.rows()
        one = source.joined(source.clauses["_id"](rows, asked)).first()
        if one is not None:
            if isinstance(one, Structure) and not is_open(one):
                raise _gone(one, kind, site)
            if isinstance(one, PastPractice):
                raise Problem(410, "deleted", f"{kind}/{key} n’est plus au répertoire.")
            return source.write(one, site)
    raise Problem(404, "not-found", f"{kind}/{key} n’existe pas dans cet annuaire.")


def resource_of(kind: str) -> Resource:
    """Raises Problem: this type is not served."""
    if kind not in RESOURCES:
        text = f"« {kind[:40]} » n’est pas servi ici. Types : {', '.join(RESOURCES)}."
        raise Problem(404, "not-supported", text)
    return RESOURCES[kind]


def _territory(key: str) -> Rows:
    """Any territory may be read; only those that a service covers are listed."""
    found = KEY.fullmatch(key)
    rows = Territory.objects.all()
    return rows.filter(kind=found[1], code=found[2]) if found else rows.none()


def _gone(one: Structure, kind: str, site: Site) -> Problem:
    if one.merged_into_id is not None:
        survivor = Structure.resolve(one.uuid)
        text = f"{kind}/{one.uuid} a été réunie à {kind}/{survivor.uuid} : lisez celle-ci."
        return Problem(410, "deleted", text, survivor=site.url(f"{kind}/{survivor.uuid}"))
    text = f"{kind}/{one.uuid} est fermée depuis le {one.closed_on:%d/%m/%Y}."
    return Problem(410, "deleted", text)


def _found(resource: Resource, asked: Asked) -> list[Rows | None]:
    """For each source, its rows that every criterion keeps; None when it has none."""
    return [_kept(resource, source, asked.criteria) for source in resource.sources]


def _kept(resource: Resource, source: Source, criteria: list[Criterion]) -> Rows | None:
    rows: Rows | None = source.rows()
    for criterion in criteria:
        if rows is None:
            return None
        if criterion.chain:
            rows = _followed(resource, rows, criterion) if source.is_chained else None
        else:
            clause = source.clauses.get(criterion.name)
            # The name of a type is said again by the reference itself.
            typed = criterion.modifier in RESOURCES
            asked = Criterion(criterion.name, criterion.values) if typed else criterion
            rows = clause(rows, asked) if clause else None
    return rows


def _followed(resource: Resource, rows: Rows, criterion: Criterion) -> Rows:
    """`organization.address-insee=10387`: what points to a row that the chain keeps."""
    if criterion.name not in resource.chains:
        raise unsupported(f"« {criterion.name} » ne se suit pas ici.", name=criterion.name)
    source, column = resource.chains[criterion.name]
    name, _, modifier = criterion.chain.partition(":")
    target = RESOURCES[resource.params[criterion.name].follows]
    clause = source.clauses.get(name)
    known = name in target.params and (not modifier or modifier in target.modifiers[name])
    if clause is None or not known:
        text = f"« {criterion.name}.{criterion.chain[:40]} » n’est pas connu ici."
        raise unsupported(text, name=criterion.name)
    followed = clause(source.rows(), Criterion(name, criterion.values, modifier))
    return rows.filter(**{f"{column}__in": followed.order_by().values("pk")})


def _page(resource: Resource, asked: Asked, found: list[Rows | None]) -> tuple[list[Match], str]:
    """The rows of the page, and the cursor of the next one: each source after the other."""
    rank, after = _position(asked)
    matches: list[Match] = []
    for number, source in enumerate(resource.sources):
        rows = found[number]
        if number < rank or rows is None:
            continue
        left = asked.count - len(matches)
        if left == 0:
            if rows.exists():
                return matches, _cursor(asked, number, "")
            continue
        page = keyset(source.joined(rows), by=_order(source, rows, asked), after=after, size=left)
        matches += [Match(row, source) for row in page.items]
        if page.next:
            return matches, _cursor(asked, number, page.next)
        after = ""
    return matches, ""


def _order(source: Source, rows: Rows, asked: Asked) -> list[str]:
    """What is asked, else the nearest first, else the order of arrival; always a total one."""
    keys: list[str] = []
    for name in asked.sort:
        columns = source.sorts.get(name.removeprefix("-"), [])[:-1]
        keys += [f"-{one}" for one in columns] if name.startswith("-") else columns
    if not asked.sort and "distance_km" in rows.query.annotations:
        keys = ["distance_km"]
    return [*dict.fromkeys(keys), "pk"]


def _cursor(asked: Asked, rank: int, after: str) -> str:
    """Signed with what was asked: it opens the rest of this search, and of no other."""
    return signing.Signer(salt=SALT).sign_object([rank, after, _search(asked)])


def _position(asked: Asked) -> tuple[int, str]:
    if not asked.cursor:
        return 0, ""
    try:
        rank, after, search_of_cursor = signing.Signer(salt=SALT).unsign_object(asked.cursor)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise invalid("Ce lien vers la suite n’est pas de ce serveur.", name="_cursor") from error
    if search_of_cursor != _search(asked):
        raise invalid("Ce lien vers la suite est celui d’une autre recherche.", name="_cursor")
    return int(rank), str(after)


def _search(asked: Asked) -> str:
    """What must not change from page to page, in short."""
    told = sorted((key, value) for key, value in asked.applied if key not in ("_count", "_format"))
    return signing.Signer(salt=SALT).signature(json.dumps([asked.kind, told]))[:16]


def _total(
    asked: Asked, found: list[Rows | None], matches: list[Match], *, is_whole: bool
) -> int | None:
    """Known without counting when the first page is the only one; else as `_total` asks."""
    if is_whole:
        return len(matches)
    if asked.total == "accurate":
        return _count(found)
    return sum(map(_estimate, found)) if asked.total == "estimate" else None


def _count(found: list[Rows | None]) -> int:
    return sum(rows.order_by().count() for rows in found if rows is not None)


def _estimate(rows: Rows | None) -> int:
    """Exact up to 5,000; beyond, what the planner of the database expects."""
    if rows is None:
        return 0
    few = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    if few <= MOST_COUNTED:
        return int(few)
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return max(few, int(plan[0]["Plan"]["Plan Rows"]))


def _entries(kind: str, matches: list[Match], asked: Asked, site: Site) -> list[Json]:
    return [
        _entry(
            kind, _cut(one.source.write(one.row, site), asked), site, search_of(one.row, "match")
        )
        for one in matches
    ]


def _joined(resource: Resource, matches: list[Match], asked: Asked, site: Site) -> list[Json]:
    """What `_include` and `_revinclude` add, once each, never what already matches."""
    seen: set[tuple[str, Any]] = {(resource.kind, _identity(one.row)) for one in matches}
    entries = []
    names = [*asked.includes, *asked.revincludes]
    joins = resource.includes | resource.revincludes
    for join in [one for name in dict.fromkeys(names) for one in joins[name]]:
        keys = {key for one in matches for key in join.keys(one.row)}
        if not keys:
            continue
        rows = join.source.rows().filter(**{join.column: keys}).order_by("pk")
        for row in join.source.joined(rows)[:MOST_JOINED]:
            if (join.kind, _identity(row)) not in seen:
                seen.add((join.kind, _identity(row)))
                body = join.source.write(row, site)
                entries.append(_entry(join.kind, body, site, {"mode": "include"}))
    return entries


def _identity(row: Any) -> tuple[str, int]:
    return row._meta.label_lower, row.pk


def _entry(kind: str, body: Json, site: Site, how: Json) -> Json:
    return {"fullUrl": site.url(f"{kind}/{body['id']}"), "resource": body, "search": how}


def _cut(body: Json, asked: Asked) -> Json:
    """Only the elements that were asked for, and the mark that the rest is missing."""
    if not asked.elements:
        return body
    wanted = {*ALWAYS, *asked.elements, *(f"_{one}" for one in asked.elements)}
    cut = {name: value for name, value in body.items() if name in wanted}
    return cut | {"meta": body["meta"] | {"tag": [SUBSETTED]}}


def _address(site: Site, kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return site.url(kind) + (f"?{query}" if query else "")


__all__ = ["read", "resource_of", "search"]
