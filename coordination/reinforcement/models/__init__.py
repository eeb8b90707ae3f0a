"""The registry of reinforcements, told by its models.

A `Volunteer` says what they can do (`Experience`), when (`Availability`, `WeeklyPattern`)
and how far. A structure posts a `Need` made of `Slot`s. A `Wave` asks the volunteers who
fit; each ask is an `Assignment`, the whole path of one person on one need, and takes one
unit of that person's `ContactBudget`. An answer says which slots (`Seat`); a seat that
`holds` takes a place, and the database alone decides whether one is left. A `ReplyCode` is
what an SMS says instead of the personal link.
"""

from coordination.reinforcement.models.assignment import Assignment, Feedback, Seat
from coordination.reinforcement.models.availability import Availability, WeeklyPattern
from coordination.reinforcement.models.budget import ContactBudget
from coordination.reinforcement.models.need import Need, Slot
from coordination.reinforcement.models.proof import Consent, Evidence, Experience
from coordination.reinforcement.models.reply import ReplyCode
from coordination.reinforcement.models.skills import Skill
from coordination.reinforcement.models.volunteer import Trust, Volunteer
from coordination.reinforcement.models.wave import Wave

__all__ = [
    "Assignment",
    "Availability",
    "Consent",
    "ContactBudget",
    "Evidence",
    "Experience",
    "Feedback",
    "Need",
    "ReplyCode",
    "Seat",
    "Skill",
    "Slot",
    "Trust",
    "Volunteer",
    "Wave",
    "WeeklyPattern",
]
