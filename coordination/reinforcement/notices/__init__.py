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
from coordination.reinforcement.notices.wave import WaveAsk, draw_wave

__all__ = [
    "NeedCancelled",
    "NeedChanged",
    "NeedExpiredUnfilled",
    "NeedGivenUp",
    "NeedReturned",
    "NeedSubmitted",
    "NeedValidated",
    "WaveAsk",
    "draw_wave",
]
