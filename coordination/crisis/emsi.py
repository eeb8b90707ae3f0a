"""A crisis in EMSI (ISO/TR 22351), as the Hub Santé profiles it in JSON.

Codes are those of its JSON schema, which differ from its lists (EXERCS, NCREA): the mapping is
here, at the edge. CASUALTIES and EVAC are never written: the portal knows no victim.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MODES = {"actual": "ACTUAL", "exercise": "EXERCS", "test": "TEST"}
TRENDS = {"increasing": "NCREA", "stable": "STABLE", "decreasing": "DECREA"}
MISSIONS = {
    "todo": "NST",
    "in_progress": "IPR",
    "blocked": "PAU",
    "done": "COM",
    "cancelled": "CANCLD",
}
# Who steers, who coordinates, who acts: by kind of cell, the highest one wins.
LEVELS = {
    "craps": "STRTGC",
    "departmental": "STRTGC",
    "cch": "OPR",
    "cpts": "OPR",
    "thematic": "OPR",
    "concertation": "OPR",
    "plan_bleu": "TACTCL",
}
ALLOWED: dict[str, set[Any]] = {
    "MODE": {"ACTUAL", "EXERCS", "SYSTEM", "TEST"},
    "MSGTYPE": {"ACK", "ALERT", "CANCEL", "ERROR", "UPDATE"},
    "LEVEL": {"STRTGC", "OPR", "TACTCL"},
    "SECLASS": {"CONFID", "RESTRC", "SECRET", "TOPSRT", "UNCLAS"},
    "ROLE": {"ADDSTO", "SPRSDS"},
    "SCALE": {1, 2, 3, 4, 5},
    "RISK_ASSESMNT": {"NCREA", "DECREA", "STABLE"},
    "PRIORITY": {0, 1, 2, 3, 4, 5},
}
STATUS = {
    "EVENT": {"NST", "IPR", "STOP", "COM"},
    "MISSION": {"ABO", "NST", "CANCLD", "COM", "IPR", "PAU"},
}
REQUIRED = {"CONTEXT": ("ID", "MODE", "MSGTYPE"), "EVENT": ("ID", "STATUS", "DECL_DATIME")}
DATES = ("CREATION", "DECL_DATIME", "OCC_DATIME", "START_TIME", "END_TIME")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
LEFT_OUT = ("CASUALTIES", "EVAC")


@dataclass(frozen=True)
class Mission:
    """A task, as EMSI calls it."""

    identifier: str
    name: str
    state: str
    priority: int
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Event:
    """What is exported of a crisis, in our own words."""

    identifier: str
    reference: str
    name: str
    mode: str
    status: str
    scale: int
    trend: str
    declared: datetime
    occurred: datetime
    now: datetime
    kinds: tuple[str, ...] = ()
    missions: tuple[Mission, ...] = field(default_factory=tuple)


def message_of(said: Event) -> dict[str, Any]:
    """The EMSI message: an alert while nothing has begun, an update afterwards."""
    ranks = [LEVELS[kind] for kind in said.kinds if kind in LEVELS]
    level = next((one for one in ("STRTGC", "OPR", "TACTCL") if one in ranks), "")
    event = {
        "ID": said.identifier,
        "NAME": said.name,
        "SCALE": said.scale,
        "DECL_DATIME": _date(said.declared),
        "OCC_DATIME": _date(said.occurred),
        "STATUS": said.status,
        "REFERENCE": [{"ORG_ID": "portail", "OTHER_EVENT_ID": [said.reference]}],
    }
    if said.trend in TRENDS:
        event["RISK_ASSESMNT"] = TRENDS[said.trend]
    context = {
        "ID": f"{said.identifier}-{int(said.now.timestamp())}",
        "MODE": MODES[said.mode],
        "MSGTYPE": "ALERT" if said.status == "NST" else "UPDATE",
        "CREATION": _date(said.now),
        "SECLASS": "UNCLAS",
        **({"LEVEL": level} if level else {}),
    }
    missions = [_mission(one) for one in said.missions]
    return {"CONTEXT": context, "EVENT": event, **({"MISSION": missions} if missions else {})}


def problems(message: Mapping[str, Any]) -> list[str]:
    """What in the message breaks the profile's rules; empty when it obeys."""
    found = []
    for part, names in REQUIRED.items():
        found += [f"{part}.{one} is missing" for one in names if one not in message.get(part, {})]
    for part in ("CONTEXT", "EVENT", "MISSION"):
        rows = message.get(part, [])
        for row in rows if isinstance(rows, list) else [rows]:
            found += [f"{part}.{one}" for one in _wrong(part, row)]
    return found


def _wrong(part: str, row: Mapping[str, Any]) -> Iterable[str]:
    for name, value in row.items():
        if name in LEFT_OUT:
            yield f"{name} is left out"
        if name in ALLOWED and value not in ALLOWED[name]:
            yield f"{name}: {value}"
        if name == "STATUS" and value not in STATUS[part]:
            yield f"{name}: {value}"
        if name in DATES and not DATE.fullmatch(str(value)):
            yield f"{name}: {value}"


def _mission(one: Mission) -> dict[str, Any]:
    said = {
        "ID": one.identifier,
        "NAME": one.name,
        "STATUS": MISSIONS[one.state],
        "PRIORITY": one.priority,
        "START_TIME": _date(one.start),
    }
    return said | ({"END_TIME": _date(one.end)} if one.end else {})


def _date(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
