"""What a provider's adapter promises, and the three ways in which sending can go wrong."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

# Which of these identifiers of SMS received are kept already.
Known = Callable[[list[str]], set[str]]


@dataclass(frozen=True)
class Letter:
    """A message ready to leave: the address, the words, the key that the provider is given."""

    key: str
    to: str
    subject: str
    text: str
    body: str = ""
    first_name: str = ""
    link: str = ""
    code: str = ""
    is_urgent: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Taken:
    """The provider took the message; `ref` is the name it gave to it."""

    ref: str = ""


class Temporary(Exception):
    """Not taken, and may be later; `retry_after` is the delay asked for, in seconds.

    `of_recipient`: the mailbox refuses for now, which says nothing of the provider.
    """

    def __init__(
        self, reason: str, retry_after: float | None = None, *, of_recipient: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.of_recipient = of_recipient


class Permanent(Exception):
    """Not taken, and never will be: wrong address, refused content."""


class Doubtful(Exception):
    """Nobody knows whether it was taken: the answer was lost. Never sent again blindly."""


class Answer(Enum):
    """What a provider says about a message when asked."""

    TAKEN = "taken"
    DELIVERED = "delivered"
    FAILED = "failed"
    NEVER_SEEN = "never seen"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Event:
    """One receipt, understood."""

    event_id: str
    ref: str
    answer: Answer
    detail: str = ""


@dataclass(frozen=True)
class Heard:
    """An SMS that somebody sent: from which number (as the provider writes it), and its words."""

    phone: str
    text: str


class Provider(Protocol):
    """A way out. `send` is called with no transaction open, one message at a time."""

    name: str
    is_idempotent: bool
    max_attempts: int

    def opened(self) -> AbstractContextManager[None]:
        """What a batch shares, a connection for instance. Raises Temporary."""
        ...

    def send(self, letter: Letter) -> Taken:
        """The provider has it. Raises Temporary, Permanent or Doubtful."""
        ...

    def credits(self) -> float | None:
        """How many messages are still paid for; None where none is prepaid. Raises Temporary."""
        ...

    def status(self, key: str, ref: str, since: datetime) -> Answer:
        """What became of a message. Raises Temporary when the provider cannot be asked."""
        ...

    def parse_receipt(self, payload: dict[str, Any]) -> list[Event]:
        """The receipts inside a call from the provider. Raises ValueError on garbage."""
        ...

    def parse_incoming(self, payload: dict[str, Any]) -> Heard:
        """The SMS inside a call from the provider, or an item of `fetch_incoming`. Raises
        ValueError on garbage."""
        ...

    def fetch_incoming(self, known: Known) -> list[dict[str, Any]]:
        """The SMS lately received whose `id` is not `known`, raw. Raises Temporary."""
        ...


def sms_in(payload: dict[str, Any]) -> Heard:
    """The `sender` and the `message` of a payload. Raises ValueError without them."""
    phone, text = payload.get("sender"), payload.get("message")
    if not isinstance(phone, str) or not isinstance(text, str):
        raise ValueError("SMS reçu illisible")
    return Heard(phone, text[:1000])
