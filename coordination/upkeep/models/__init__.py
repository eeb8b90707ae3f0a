"""Who answers for a structure, told as a story.

Odile has just been named at the EHPAD. On its page she says « C’est ma structure » and proves it:
her address bears the domain of the house, or she reads a code that the portal sent to a line that
the directory already knew. That makes her a **member** at once (`Claim` keeps the proof beside
the `Grant`). To **manage** the page, somebody agrees: whoever manages it already, else the ARS.
The day she leaves, she hands the house over (`Succession`): the other accepts, or nothing changes.
Twice a year, and each month of a crisis, she reads her page and says « Tout est exact »
(`Confirmation`). A doctor of the town knows that the number has changed: a `Suggestion`, answered.
The CPTS wants to hear of each change around Romilly: a `Follow`, told each morning or each Monday
in one `ChangeDigest`.
"""

from coordination.upkeep.models.claim import Claim, ClaimCode, Succession
from coordination.upkeep.models.page import Confirmation, Suggestion
from coordination.upkeep.models.watch import ChangeDigest, Follow, next_due

__all__ = [
    "ChangeDigest",
    "Claim",
    "ClaimCode",
    "Confirmation",
    "Follow",
    "Succession",
    "Suggestion",
    "next_due",
]
