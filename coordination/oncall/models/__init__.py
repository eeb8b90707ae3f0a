"""On-call rosters, told by their models.

A `Line` (its `LineRole`s, `PointWeight`s, `Recipient`s) is cut into `Sector`s, lists of
communes with dates and hours (`SectorCommune`); each sector owes a `Requirement` per class of
slots. A `Person` (`ContactMethod`s) is a `Member` of lines, may be away (`Absence`), says what
they can (`Availability`) and what they wish (`Wish`). `SlotTemplate`s become the `Slot`s of a
`Roster`; a `Shift` is one person in one role of a slot; each publication is an immutable
`RosterVersion`, sent (`Transmission`) and answered (`Receipt`). Where no roster is published,
`Rotation`s by `Layer` answer. An `Override` comes above all. A `Swap` passes a shift on.
`DutyRecord` is what really was; `Intervention`s are noted on it, `DutyCheck` says what was
served, `Certificate` signs it and a `CertificateSending` asks that it be paid. What could not be
filled is proven by a `ShortageFile` and its `ShortageStep`s.
A `GenerationRun` computes a proposal for a draft. A `CalendarFeed` gives duties to a calendar.
A `GapAlarm` tells what lacks, a `CoverCall` proposes it to several people (`CoverOffer`), a
`HandoverNote` passes from one duty to the next.
An `Upload` waits between the reading of a file and its confirmation.
An `Alert` calls whoever is on call along a frozen `EscalationChain`. `RuleParameter` holds the
legal figures.
"""

from coordination.oncall.models.alert import (
    Acknowledgement,
    Alert,
    AlertCall,
    AlertStep,
    Channel,
    EscalationChain,
    EscalationStep,
    Target,
)
from coordination.oncall.models.availability import Absence, Availability, Wish
from coordination.oncall.models.choices import HolidayZone, Regime, SlotClass
from coordination.oncall.models.cover import CoverCall, CoverOffer
from coordination.oncall.models.duty import DutyClock, DutyRecord
from coordination.oncall.models.feed import CalendarFeed
from coordination.oncall.models.gap import GapAlarm, GapAlarmSlot
from coordination.oncall.models.generation import GenerationRun
from coordination.oncall.models.handover import DutyNews, HandoverNote
from coordination.oncall.models.line import (
    COORDINATORS,
    Line,
    LineRole,
    PointWeight,
    Qualification,
    Recipient,
)
from coordination.oncall.models.override import Override, OverridePerson
from coordination.oncall.models.parameter import RuleParameter
from coordination.oncall.models.people import (
    ContactCheck,
    ContactMethod,
    Member,
    Person,
    reads_contact,
)
from coordination.oncall.models.roster import Receipt, Roster, RosterVersion, Transmission
from coordination.oncall.models.rotation import Layer, Rotation, RotationPlace
from coordination.oncall.models.sector import Requirement, Sector, SectorCommune
from coordination.oncall.models.served import (
    Certificate,
    CertificateSending,
    DutyCheck,
    Intervention,
)
from coordination.oncall.models.shift import Shift
from coordination.oncall.models.shortage import ShortageFile, ShortageStep
from coordination.oncall.models.slot import Slot, SlotTemplate
from coordination.oncall.models.swap import Swap
from coordination.oncall.models.upload import Upload

__all__ = [
    "COORDINATORS",
    "Absence",
    "Acknowledgement",
    "Alert",
    "AlertCall",
    "AlertStep",
    "Availability",
    "CalendarFeed",
    "Certificate",
    "CertificateSending",
    "Channel",
    "ContactCheck",
    "ContactMethod",
    "CoverCall",
    "CoverOffer",
    "DutyCheck",
    "DutyClock",
    "DutyNews",
    "DutyRecord",
    "EscalationChain",
    "EscalationStep",
    "GapAlarm",
    "GapAlarmSlot",
    "GenerationRun",
    "HandoverNote",
    "HolidayZone",
    "Intervention",
    "Layer",
    "Line",
    "LineRole",
    "Member",
    "Override",
    "OverridePerson",
    "Person",
    "PointWeight",
    "Qualification",
    "Receipt",
    "Recipient",
    "Regime",
    "Requirement",
    "Roster",
    "RosterVersion",
    "Rotation",
    "RotationPlace",
    "RuleParameter",
    "Sector",
    "SectorCommune",
    "Shift",
    "ShortageFile",
    "ShortageStep",
    "Slot",
    "SlotClass",
    "SlotTemplate",
    "Swap",
    "Target",
    "Transmission",
    "Upload",
    "Wish",
    "reads_contact",
]
