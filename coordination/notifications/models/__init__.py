"""What is to be told, to whom, and how far each message has gone.

A `Publication` is one fact told once; it freezes the texts. A `Notification` is one message
of it, for one person on one channel; its states only go forward. `Preference` is how a
person wants to be reached. `Call` is what a worker is doing right now. The rest watches: ticks,
heartbeats, attempts, raw receipts.
"""

from coordination.notifications.models.call import Call
from coordination.notifications.models.message import Attempt, Notification
from coordination.notifications.models.preference import Channel, Preference
from coordination.notifications.models.publication import CODE, Publication, Queue, fill
from coordination.notifications.models.watch import Circuit, Heartbeat, ProviderEvent, Tick

__all__ = [
    "CODE",
    "Attempt",
    "Call",
    "Channel",
    "Circuit",
    "Heartbeat",
    "Notification",
    "Preference",
    "ProviderEvent",
    "Publication",
    "Queue",
    "Tick",
    "fill",
]
