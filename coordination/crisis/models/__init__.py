"""Crises, told by their models.

A `Crisis` (numbered by `CrisisNumber`) carries `Cell`s, which form a tree. A cell follows a
ladder of `Level`s, each requiring `Role`s (`LevelRole`); `Term`s are the small lists. An
`Activation` says each change of level, and a lift leaves its `ExitCheck`s. `Designation`s name
people before any crisis; a `CellMember` belongs to an open cell during an interval.
Each cell has a `Log` of `LogEntry`s, whose `LogText` alone may leave, by a `Redaction`;
an `EntryFlag` is added later. `AccessRecord` says who read a restricted cell.
A `Decision` is numbered and fixed once taken; a `Task` is reminded by one `TaskDigest` per person,
made of `TaskReminder`s. A role passes by a `Handover`. An `Attachment` joins an `AttachedFile`.
An `Indicator` is counted by `Reading`s, never changed; a `Figure` is the last one of a structure.
A territory has its own `Threshold`s.
A `CapacityStep` is planned; `RegisterEntry`s are the lines of the ROR behind a reading.
A `Campaign` asks them of `CampaignTarget`s by links; closed, its `CampaignAnswer`s are frozen.
A `CallOut` fills `CallSeat`s by `Call`s, which leave by `CallWave`s.
An exercise has its `ExerciseClock`, `Objective`s, `Inject`s, and the `Observation`s made of it.
A `ReflexCard` (its `CardItem`s) is never changed; a `ChecklistRun` follows one version by `Tick`s.
The roster of a role is a `CellLine`; a `CoverageAlarm` tells its holes; a `Presence` who is there.
A `HoldingStatement` is what may be said before anything is known.
In peacetime, a `CrisisPlan` has its dates, a `FunctionalContact` its `ContactTest`s.
A `Message` reaches its `MessageRecipient`s once each; a `Group` keeps `GroupMember`s for them.
A `Sitrep` is fixed once validated, with its `SitrepFigure`s; issued, it has its `SitrepDocument`.
Its `SitrepReceipt`s say who opened it; a `SitrepClock` when the next is due. The head of each log
is mailed once a day: a `LogAnchor`.
A `Meeting` has `AgendaItem`s, `Attendance`s and `MinuteLine`s; closed, a `MeetingRecord` that the
absent acknowledge (`MeetingReceipt`). A `MeetingFeed` gives them to a calendar.
An `OfflinePack` is the copy of a cell for when the network is gone.
A closed cell is frozen by the database, and put in a signed `Bundle`; its lift opens a `Debrief`,
whose `DebriefAsk`s say who was asked, and whose `Testimony` have no name. A `PublicAlert` is
published in CAP 1.2.
"""

from coordination.crisis.models.activation import Activation, ExitCheck
from coordination.crisis.models.archive import Bundle, freeze_what_hangs, hanging, path_to_cell
from coordination.crisis.models.attachment import AttachedFile, Attachment
from coordination.crisis.models.callout import Call, CallOut, CallSeat, CallWave
from coordination.crisis.models.campaign import Campaign, CampaignAnswer, CampaignTarget
from coordination.crisis.models.capacity import CapacityStep, RegisterEntry
from coordination.crisis.models.card import (
    MOST_ITEMS,
    Band,
    CardItem,
    ChecklistRun,
    HoldingStatement,
    ReflexCard,
    Tick,
)
from coordination.crisis.models.catalogue import Level, LevelRole, Role, Term
from coordination.crisis.models.cell import OWNERS, AccessRecord, Cell, cells_of_member
from coordination.crisis.models.choices import (
    FOLLOWS,
    OF_STRUCTURES,
    CellKind,
    Certainty,
    Channel,
    EntryKind,
    Importance,
    LinkRole,
    Mode,
    Reliability,
    Scale,
    Trend,
    Visibility,
)
from coordination.crisis.models.crisis import Crisis, CrisisNumber, around
from coordination.crisis.models.debrief import Debrief, DebriefAsk, Testimony
from coordination.crisis.models.decision import Decision
from coordination.crisis.models.duty import CellLine, CoverageAlarm, Presence
from coordination.crisis.models.exercise import ExerciseClock, Inject, Objective, Observation
from coordination.crisis.models.group import Group, GroupMember
from coordination.crisis.models.handover import Handover
from coordination.crisis.models.indicator import Figure, Indicator, Reading, Threshold
from coordination.crisis.models.log import (
    ACCENTS,
    PLAIN,
    TEXT_LENGTH,
    EntryFlag,
    Log,
    LogEntry,
    LogText,
    Redaction,
)
from coordination.crisis.models.meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingFeed,
    MeetingReceipt,
    MeetingRecord,
    MinuteLine,
)
from coordination.crisis.models.member import CellMember, Designation
from coordination.crisis.models.message import ACKED_WITHIN, Message, MessageDraft, MessageRecipient
from coordination.crisis.models.pack import OfflinePack
from coordination.crisis.models.preparation import ContactTest, CrisisPlan, FunctionalContact
from coordination.crisis.models.public_alert import PublicAlert
from coordination.crisis.models.sitrep import Sitrep, SitrepDocument, SitrepFigure
from coordination.crisis.models.sitrep_follow import LogAnchor, SitrepClock, SitrepReceipt
from coordination.crisis.models.task import Task, TaskDigest, TaskReminder

freeze_what_hangs()

__all__ = [
    "ACKED_WITHIN",
    "MOST_ITEMS",
    "Band",
    "CardItem",
    "CellLine",
    "ChecklistRun",
    "ContactTest",
    "CoverageAlarm",
    "CrisisPlan",
    "FunctionalContact",
    "HoldingStatement",
    "Presence",
    "ReflexCard",
    "Tick",
    "ACCENTS",
    "FOLLOWS",
    "OF_STRUCTURES",
    "OWNERS",
    "PLAIN",
    "TEXT_LENGTH",
    "AccessRecord",
    "Activation",
    "Campaign",
    "CampaignAnswer",
    "CampaignTarget",
    "CapacityStep",
    "AttachedFile",
    "Attachment",
    "Call",
    "CallOut",
    "CallSeat",
    "CallWave",
    "AgendaItem",
    "Attendance",
    "Bundle",
    "Debrief",
    "DebriefAsk",
    "PublicAlert",
    "Testimony",
    "Cell",
    "CellKind",
    "Certainty",
    "Channel",
    "Crisis",
    "CrisisNumber",
    "Decision",
    "Designation",
    "EntryFlag",
    "EntryKind",
    "ExerciseClock",
    "ExitCheck",
    "Figure",
    "Group",
    "GroupMember",
    "Handover",
    "Importance",
    "Indicator",
    "Inject",
    "Level",
    "LevelRole",
    "LinkRole",
    "Log",
    "LogAnchor",
    "LogEntry",
    "LogText",
    "CellMember",
    "Meeting",
    "MeetingFeed",
    "MeetingReceipt",
    "MeetingRecord",
    "MinuteLine",
    "Message",
    "MessageDraft",
    "MessageRecipient",
    "Mode",
    "Objective",
    "Observation",
    "OfflinePack",
    "Reading",
    "Redaction",
    "RegisterEntry",
    "Reliability",
    "Role",
    "Scale",
    "Sitrep",
    "SitrepClock",
    "SitrepDocument",
    "SitrepFigure",
    "SitrepReceipt",
    "Task",
    "TaskDigest",
    "TaskReminder",
    "Term",
    "Threshold",
    "Trend",
    "Visibility",
    "hanging",
    "path_to_cell",
    "around",
    "cells_of_member",
]
