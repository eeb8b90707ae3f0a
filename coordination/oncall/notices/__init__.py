"""What the on-call rosters tell: to each person their own duties, to coordinators the holes."""

from coordination.oncall.notices.alert import (
    AlertCalled,
    AlertExhausted,
    AlertHandedOver,
    AlertReminder,
    AlertTaken,
)
from coordination.oncall.notices.contact import ContactCode
from coordination.oncall.notices.duty import (
    ContactUnverified,
    DutySoon,
    GapsFound,
    NoteLeft,
    WeekAhead,
)
from coordination.oncall.notices.people import (
    ToPeople,
    overseers,
    own_page,
    users,
    with_account,
    without_account,
)
from coordination.oncall.notices.roster import (
    DutiesChanged,
    DutyOverridden,
    RosterPublished,
    RosterSent,
)
from coordination.oncall.notices.served import (
    DutiesToConfirm,
    InterventionDisputed,
    InterventionNotedFor,
    RosterToCertify,
)
from coordination.oncall.notices.swap import (
    CoverAsked,
    CoverEnded,
    SwapAccepted,
    SwapApplied,
    SwapEnded,
    SwapOpened,
)

__all__ = [
    "AlertCalled",
    "AlertExhausted",
    "AlertHandedOver",
    "AlertReminder",
    "AlertTaken",
    "ContactCode",
    "ContactUnverified",
    "CoverAsked",
    "CoverEnded",
    "DutiesChanged",
    "DutiesToConfirm",
    "DutyOverridden",
    "DutySoon",
    "GapsFound",
    "InterventionDisputed",
    "InterventionNotedFor",
    "NoteLeft",
    "RosterPublished",
    "RosterSent",
    "RosterToCertify",
    "SwapAccepted",
    "SwapApplied",
    "SwapEnded",
    "SwapOpened",
    "ToPeople",
    "WeekAhead",
    "overseers",
    "own_page",
    "users",
    "with_account",
    "without_account",
]
