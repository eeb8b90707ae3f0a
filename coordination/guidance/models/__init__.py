"""What is recommended: a `Recommendation` keeps its number through its `Version`s; one at most is
in force. Those whom a version concerns are frozen as `Addressee`s when it is published; each says
« j’ai lu et compris » by an `Acknowledgment`. A `ReadingDigest` is one reminder to one person."""

from coordination.guidance.models.reading import Acknowledgment, Addressee, ReadingDigest
from coordination.guidance.models.recommendation import Recommendation, Topic, Version, issuing

__all__ = [
    "Acknowledgment",
    "Addressee",
    "ReadingDigest",
    "Recommendation",
    "Topic",
    "Version",
    "issuing",
]
