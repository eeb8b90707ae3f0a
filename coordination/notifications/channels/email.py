"""E-mail by Django's backend (SMTP, files, or any provider of anymail)."""

import hashlib
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from coordination.notifications.channels.base import (
    Answer,
    Doubtful,
    Event,
    Heard,
    Known,
    Letter,
    Permanent,
    Taken,
    Temporary,
)

SMTP_PERMANENT = 500


class EmailProvider:
    """One connection per batch, one message at a time: at most one is in doubt after a crash."""

    name = "serveur de courriel"
    is_idempotent = False
    max_attempts = 8

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The mail server answers during the block. Raises Temporary."""
        connection = get_connection(fail_silently=False)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Temporary(f"serveur de courriel injoignable ({type(error).__name__})") from error
        self._connection = connection
        try:
            yield
        finally:
            self._connection = None
            with suppress(OSError, smtplib.SMTPException):
                connection.close()

    def send(self, letter: Letter) -> Taken:
        """The mail server has it. Raises Temporary, Permanent or Doubtful."""
        if not letter.to:
            raise Permanent("aucune adresse électronique")
        reference = message_id(letter.key)
        mail = EmailMultiAlternatives(
            letter.subject,
            letter.text,
            to=[letter.to],
            connection=self._connection,
            headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(html_part(letter), "text/html")
        try:
            taken = mail.send(fail_silently=False)
        except Exception as error:
            raise sorted_error(error) from error
        if not taken:
            raise Temporary("le serveur de courriel n’a rien pris")
        return Taken(reference)

    def credits(self) -> float | None:
        """Nothing is prepaid."""
        return None

    def status(self, key: str, ref: str, since: datetime) -> Answer:
        """Nobody can say what became of an e-mail."""
        return Answer.CANNOT_TELL

    def parse_receipt(self, payload: dict[str, Any]) -> list[Event]:
        """No receipt by this way. Raises ValueError."""
        raise ValueError("aucun accusé n’est attendu")

    def parse_incoming(self, payload: dict[str, Any]) -> Heard:
        """Nobody answers by this way. Raises ValueError."""
        raise ValueError("aucune réponse n’est attendue")

    def fetch_incoming(self, known: Known) -> list[dict[str, Any]]:
        """Nothing to fetch."""
        return []


def sorted_error(error: Exception) -> Exception:
    """The same error as temporary, permanent or doubtful."""
    name, code = type(error).__name__, _code_of(error)
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionError):
        return Doubtful(f"réponse du serveur de courriel perdue ({name})")
    if code == 429:
        return Temporary("serveur de courriel saturé (429)", _retry_after(error))
    if isinstance(error, smtplib.SMTPException) and code < SMTP_PERMANENT:
        of_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
        words = f"refus passager du serveur de courriel ({code or name})"
        return Temporary(words, of_recipient=of_recipient)
    if isinstance(error, smtplib.SMTPException) or 400 <= code < 500:
        return Permanent(f"adresse ou message refusé par le serveur de courriel ({code})")
    if name == "AnymailRecipientsRefused" or isinstance(error, ValueError):
        return Permanent(f"adresse ou message refusé ({name})")
    return Doubtful(f"réponse du serveur de courriel perdue ({name})")


def message_id(key: str) -> str:
    """Always the same for the same message, so that a mail reader can fold a duplicate."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.PORTAL_BASE_URL).hostname or 'localhost'}>"


def html_part(letter: Letter) -> str:
    """The HTML twin of the text, its styles inlined."""
    page = _page(letter.subject, letter.body or letter.text)
    name = escape(letter.first_name)
    greeted = page.replace("{prenom}", name) if name else page.replace(" {prenom}", "")
    return greeted.replace("{code}", letter.code).replace("{lien}", escape(letter.link))


@lru_cache(maxsize=64)
def _page(subject: str, body: str) -> str:
    """Laid out once per publication: the markers are still in it."""
    paragraphs = [_paragraph(part) for part in body.split("\n\n") if part.strip()]
    page = render_to_string("emails/_base.html", {"subject": subject, "paragraphs": paragraphs})
    inlined = css_inline.inline(page)
    # An address in href is written by the inliner as %7Blien%7D.
    return inlined.replace("%7Blien%7D", "{lien}")


def _paragraph(part: str) -> dict[str, Any]:
    if part.strip() == "{lien}":
        return {"is_link": True, "text": "{lien}"}
    lines = escape(part.strip()).replace("\n", "<br>")
    link = '<a href="{lien}">{lien}</a>'
    return {"is_link": False, "text": mark_safe(lines.replace("{lien}", link))}  # noqa: S308


def _code_of(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    found = getattr(error, "smtp_code", None) or getattr(error, "status_code", None)
    return found if isinstance(found, int) else 0


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", {})
    value = str(headers.get("Retry-After", ""))
    return float(value) if value.isdigit() else None
