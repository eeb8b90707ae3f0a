"""The notices that exist: each module declares its own in `notices.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone

from coordination.notifications.models import Queue


@dataclass(frozen=True)
class Outsider:
    """Somebody without an account, and their addresses (channel, value), the best first.

    A message leaves by the first one for which the notice has words.
    """

    ways: tuple[tuple[str, str], ...]
    first_name: str = ""
    reference: str = ""


class Notice:
    """One kind of message. A child says who must know, with what words, until when.

    Texts: `templates/emails/<slug>/{subject,body,inbox}.txt`, and `sms.txt` when the notice
    may leave by SMS. They are rendered once per publication; `{prenom}`, `{lien}` and, in an
    SMS, `{code}` are filled for each person.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    queue: ClassVar[str] = Queue.DEFAULT.value
    lifetime: ClassVar[timedelta] = timedelta(days=2)
    in_bulk: ClassVar[bool] = False
    optional: ClassVar[bool] = True
    # Added to the address when it leaves by SMS, so that the page knows how one came.
    sms_mark: ClassVar[str] = ""
    # True only when receiving it twice harms nobody (an on-call page).
    duplicate_is_harmless: ClassVar[bool] = False

    def __init__(self, subject: Any) -> None:
        self.subject = subject

    @classmethod
    def about(cls, subject_id: str) -> "Notice":
        """The notice about the subject that bears this identifier, freshly read."""
        notice = cls(None)
        notice.subject = notice.load(subject_id)
        return notice

    def load(self, subject_id: Any) -> Any:
        """The subject. Raises its DoesNotExist when it is gone."""
        raise NotImplementedError

    def prepare(self) -> None:
        """In bulk only: what must be true before the recipients are read, same transaction."""

    def audience(self) -> QuerySet[Any]:
        """Rows that have `user_id` and `reference`: whom to tell."""
        raise NotImplementedError

    def outsiders(self) -> Iterable[Outsider]:
        """Whom to tell besides, who have no account."""
        return ()

    def context(self) -> dict[str, Any]:
        """What the texts need."""
        return {}

    def link(self, reference: str) -> str:
        """The absolute address behind `{lien}`; computed when sending, never stored."""
        return str(settings.PORTAL_BASE_URL)

    def code(self, reference: str, phone: str) -> str:
        """The short number behind `{code}`, by which an SMS from `phone` answers this message."""
        return ""

    def expires_at(self) -> datetime:
        """After this instant the message is not sent any more."""
        return timezone.now() + self.lifetime


class Reader(Protocol):
    """A module that understands the SMS that people send: any object with these two names."""

    def answer(self, phone: str, text: str) -> str:
        """What was asked has been done; the words to say back, a single SMS at most."""
        ...

    def stop(self, phone: str) -> None:
        """Whoever has this number withdrew their agreement to receive SMS."""
        ...


_readers: list[str] = []


def read_by(path: str) -> None:
    """The module at this dotted path is a `Reader` of what people send."""
    if path not in _readers:
        _readers.append(path)


def readers() -> list[Reader]:
    """Those that read what people send, in the order of their declaration."""
    found: list[Any] = [import_module(path) for path in _readers]
    return found


class Auditor(Protocol):
    """A module that knows of failures of its own: any object with this name."""

    def failures(self) -> dict[str, int]:
        """How many of each failure stand now; empty when all is well."""
        ...


_auditors: list[str] = []


def audited_by(path: str) -> None:
    """The module at this dotted path is an `Auditor`: its failures keep the dead-man silent."""
    if path not in _auditors:
        _auditors.append(path)


def failures() -> dict[str, int]:
    """The failures that stand now, in every module that declared itself."""
    auditors: list[Any] = [import_module(path) for path in _auditors]
    return {name: count for one in auditors for name, count in one.failures().items()}


_notices: dict[str, type[Notice]] = {}


def register(notice: type[Notice]) -> type[Notice]:
    """`notice` can be published. Raises ValueError when another one bears its slug."""
    known = _notices.setdefault(notice.slug, notice)
    if known.__qualname__ != notice.__qualname__:
        raise ValueError(notice.slug)
    _notices[notice.slug] = notice
    return notice


def notice_class(slug: str) -> type[Notice]:
    """The notice that bears this slug. Raises KeyError when no module declares it."""
    return _notices[slug]


def all_notices() -> Iterable[type[Notice]]:
    """Every notice, in the order of their French labels."""

    return sorted(_notices.values(), key=lambda notice: notice.label)


def label_of(slug: str) -> str:
    """The French label of a notice, its slug when it is no longer declared."""
    known = _notices.get(slug)
    return known.label if known else slug


def subject_kind(subject: Model) -> str:
    """How a subject's model is named in the publications."""
    return str(subject._meta.label_lower)
