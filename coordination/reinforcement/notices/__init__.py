"""The messages that the registry of reinforcements sends, and to whom."""

from coordination.reinforcement.notices.need import (
    NeedCancelled,
    NeedChanged,
    NeedExpiredUnfilled,
    NeedGivenUp,
    NeedReturned,
    NeedSubmitted,
    NeedValidated,
)
from coordination.reinforcement.notices.registry import StillFree, TrustLowered
from coordination.reinforcement.notices.structure import (
    AnswerReceived,
    CandidateWaits,
    StructureSilent,
    VolunteerWithdrew,
)
from coordination.reinforcement.notices.volunteer import (
    AssignmentConfirmed,
    AssignmentDeclined,
    AssignmentSelected,
    AssignmentWaiting,
    CandidateReleased,
    MarkedAbsent,
    MissionCancelled,
    MissionFinished,
    MissionSoon,
    NoLongerNeeded,
    PlaceOffered,
    StandbyOver,
    never_told,
    never_written,
)
from coordination.reinforcement.notices.wave import WaveAsk, draw_wave

__all__ = [
    "AnswerReceived",
    "AssignmentConfirmed",
    "AssignmentDeclined",
    "AssignmentSelected",
    "AssignmentWaiting",
    "CandidateReleased",
    "CandidateWaits",
    "MarkedAbsent",
    "MissionCancelled",
    "MissionFinished",
    "MissionSoon",
    "NeedCancelled",
    "NeedChanged",
    "NeedExpiredUnfilled",
    "NeedGivenUp",
    "NeedReturned",
    "NeedSubmitted",
    "NeedValidated",
    "NoLongerNeeded",
    "PlaceOffered",
    "StandbyOver",
    "StillFree",
    "StructureSilent",
    "TrustLowered",
    "VolunteerWithdrew",
    "WaveAsk",
    "draw_wave",
    "never_told",
    "never_written",
]
