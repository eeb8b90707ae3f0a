"""Alerts in CAP 1.2 (OASIS, July 2010; ITU-T X.1303 bis), and the rules that they must obey.

`problems` checks what the standard's schema and text state: required elements and their order,
enumerations, dates with an offset and never Z (section 3.3.2), references, no forbidden sign.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
ATOM = "http://www.w3.org/2005/Atom"
DATE = re.compile(r"\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
# Spaces, commas, < and & would break the references made of them.
PLAIN = re.compile(r"[^\s,<&]+")
REFERENCE = re.compile(rf"[^\s,<&]+,[^\s,<&]+,{DATE.pattern}")
ORDER = {
    "alert": (
        "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction",
        "addresses", "code", "note", "references", "incidents", "info",
    ),
    "info": (
        "language", "category", "event", "responseType", "urgency", "severity", "certainty",
        "audience", "eventCode", "effective", "onset", "expires", "senderName", "headline",
        "description", "instruction", "web", "contact", "parameter", "resource", "area",
    ),
    "area": ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"),
}  # fmt: skip
REQUIRED = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "scope"),
    "info": ("category", "event", "urgency", "severity", "certainty"),
    "area": ("areaDesc",),
}
ALLOWED = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport",
        "Infra", "CBRNE", "Other",
    },
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
DATES = ("sent", "effective", "onset", "expires")


@dataclass(frozen=True)
class Reference:
    """What an update or a cancellation refers to."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True)
class Alert:
    """What one message says."""

    identifier: str
    sender: str
    sender_name: str
    sent: datetime
    status: str
    kind: str
    event: str
    headline: str
    description: str
    urgency: str
    severity: str
    certainty: str
    expires: datetime
    area: str
    area_code: str
    web: str
    onset: datetime | None = None
    audience: str = ""
    instruction: str = ""
    references: tuple[Reference, ...] = ()


def xml_of(said: Alert) -> bytes:
    """The message as CAP 1.2."""
    top = [
        ("identifier", said.identifier),
        ("sender", said.sender),
        ("sent", date_of(said.sent)),
        ("status", said.status),
        ("msgType", said.kind),
        ("scope", "Public"),
        ("references", " ".join(map(_reference, said.references))),
    ]
    info = [
        ("language", "fr-FR"),
        ("category", "Health"),
        ("event", said.event),
        ("urgency", said.urgency),
        ("severity", said.severity),
        ("certainty", said.certainty),
        ("audience", said.audience),
        ("onset", date_of(said.onset) if said.onset else ""),
        ("expires", date_of(said.expires)),
        ("senderName", said.sender_name),
        ("headline", said.headline),
        ("description", said.description),
        ("instruction", said.instruction),
        ("web", said.web),
    ]
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}alert")
    _fill(root, top)
    inside = ElementTree.SubElement(root, f"{{{NAMESPACE}}}info")
    _fill(inside, info)
    area = ElementTree.SubElement(inside, f"{{{NAMESPACE}}}area")
    _fill(area, [("areaDesc", said.area)])
    code = ElementTree.SubElement(area, f"{{{NAMESPACE}}}geocode")
    _fill(code, [("valueName", "INSEE"), ("value", said.area_code)])
    return _written(root)


def date_of(instant: datetime) -> str:
    """To the second, with an offset: CAP forbids Z. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a zone has no place in CAP.")
    return instant.isoformat(timespec="seconds")


def feed_of(
    alerts: Iterable[tuple[Alert, str]], *, address: str, title: str, updated: datetime
) -> bytes:
    """The Atom feed of `alerts` (each with the address of its XML), the newest first."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _fill(root, [("id", address), ("title", title), ("updated", date_of(updated))], ATOM)
    ElementTree.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": address})
    for said, web in alerts:
        entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        author = [("id", web), ("title", said.headline), ("updated", date_of(said.sent))]
        _fill(entry, [*author, ("summary", said.description)], ATOM)
        who = ElementTree.SubElement(entry, f"{{{ATOM}}}author")
        _fill(who, [("name", said.sender_name)], ATOM)
        link = {"href": web, "type": "application/cap+xml"}
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", link)
    return _written(root)


def problems(xml: bytes) -> list[str]:
    """What in the message breaks CAP 1.2; empty when it obeys."""
    root = ElementTree.fromstring(xml)  # noqa: S314 - what we have just written
    if root.tag != f"{{{NAMESPACE}}}alert":
        return ["the root is not a CAP 1.2 alert"]
    found = _misplaced(root)
    for name, values in ALLOWED.items():
        found += [f"{name}: {one}" for one in _texts(root, name) if one not in values]
    for name in DATES:
        found += [f"{name}: {one}" for one in _texts(root, name) if not DATE.fullmatch(one)]
    for name in ("identifier", "sender"):
        found += [f"{name}: {one}" for one in _texts(root, name) if not PLAIN.fullmatch(one)]
    cited = " ".join(_texts(root, "references")).split()
    found += [f"references: {one}" for one in cited if not REFERENCE.fullmatch(one)]
    if _texts(root, "msgType") in (["Update"], ["Cancel"]) and not cited:
        found.append("an update or a cancellation refers to an earlier message")
    return found


def _misplaced(root: ElementTree.Element) -> list[str]:
    found = []
    for parent in root.iter():
        name = _name(parent)
        names = [_name(one) for one in parent]
        if name not in ORDER:
            continue
        found += [f"{name}: {one} is missing" for one in REQUIRED[name] if one not in names]
        found += [f"{name}: {one} is unknown" for one in names if one not in ORDER[name]]
        ranks = [ORDER[name].index(one) for one in names if one in ORDER[name]]
        if ranks != sorted(ranks):
            found.append(f"{name}: elements are not in order")
    return found


def _texts(root: ElementTree.Element, name: str) -> list[str]:
    return [one.text or "" for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _reference(one: Reference) -> str:
    return f"{one.sender},{one.identifier},{date_of(one.sent)}"


def _fill(
    element: ElementTree.Element, texts: Iterable[tuple[str, str]], namespace: str = NAMESPACE
) -> None:
    """What is empty is left out: CAP has no empty element."""
    for name, text in texts:
        if text:
            ElementTree.SubElement(element, f"{{{namespace}}}{name}").text = text


def _written(root: ElementTree.Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
