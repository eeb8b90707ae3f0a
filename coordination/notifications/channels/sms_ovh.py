"""SMS by OVHcloud: one job per message, found again by its tag.

The API has no idempotency that we know of: an answer that is lost leaves a doubt, and the
doubt is settled by asking for the messages that bear our tag, never by sending again.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

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
    sms_in,
)

CALL_SECONDS = 10.0
# A job may need a moment before it is listed: no conclusion is drawn sooner.
VISIBLE_AFTER = timedelta(seconds=60)
MOST_JOBS = 20
MOST_FETCHED = 50
FETCHED_SINCE = timedelta(days=1)
LONGEST_VALIDITY_MINUTES = 2880
RECEIPTS = {1: Answer.DELIVERED, 2: Answer.FAILED}


class OvhSms:
    """The account named by PORTAL_SMS_OVH_*; its clock is asked once, for the signatures."""

    name = "OVHcloud"
    is_idempotent = False
    max_attempts = 5

    def __init__(self) -> None:
        self._client: httpx.Client | None = None
        self._ahead: int | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """One connection for the batch. Raises Temporary when the clock cannot be asked."""
        with httpx.Client(timeout=CALL_SECONDS) as client:
            self._client = client
            try:
                self._set_clock()
                yield
            finally:
                self._client = None

    def send(self, letter: Letter) -> Taken:
        """OVHcloud has the message. Raises Temporary, Permanent or Doubtful."""
        if not letter.to:
            raise Permanent("aucun numéro de téléphone")
        job = {
            "message": letter.text,
            "receivers": [letter.to],
            "noStopClause": True,
            "priority": "high" if letter.is_urgent else "medium",
            "tag": tag_of(letter.key),
            "validityPeriod": _minutes_left(letter.expires_at),
            "charset": "UTF-8",
            "coding": "7bit",
            "differedPeriod": 0,
            "senderForResponse": settings.PORTAL_SMS_REPLIES,
        }
        # A name cannot be answered: with replies, the provider lends a number instead.
        if not settings.PORTAL_SMS_REPLIES:
            job["sender"] = settings.PORTAL_SMS_SENDER
        answer = self._call("POST", "/jobs", body=job)
        if not isinstance(answer, dict) or "ids" not in answer:
            raise Doubtful("réponse illisible")
        if answer.get("invalidReceivers") or not answer["ids"]:
            raise Permanent("numéro refusé par le prestataire")
        return Taken(str(answer["ids"][0]))

    def credits(self) -> float | None:
        """What is left of the prepaid credits. Raises Temporary."""
        with self.opened():
            try:
                return float(self._call("GET", "")["creditsLeft"])
            except (Doubtful, Permanent, KeyError, TypeError, ValueError) as error:
                raise Temporary(f"solde illisible ({type(error).__name__})") from error

    def status(self, key: str, ref: str, since: datetime) -> Answer:
        """What became of the message that bears our tag. Raises Temporary."""
        with self.opened():
            try:
                return self._find(tag_of(key), since)
            except (Doubtful, Permanent) as error:
                raise Temporary(f"{error}") from error

    def parse_receipt(self, payload: dict[str, Any]) -> list[Event]:
        """One receipt: `id` of the job and `ptt`, its progress. Raises ValueError."""
        try:
            ref, progress = str(int(payload["id"])), int(payload["ptt"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("accusé illisible") from error
        answer = RECEIPTS.get(int(payload.get("deliveryReceipt") or progress), Answer.TAKEN)
        return [Event(f"{ref}:{progress}", ref, answer, str(payload.get("description", ""))[:100])]

    def parse_incoming(self, payload: dict[str, Any]) -> Heard:
        """One SMS received: `id`, `sender`, `message`. Raises ValueError."""
        return sms_in(payload)

    def fetch_incoming(self, known: Known) -> list[dict[str, Any]]:
        """The SMS of the last day that are not `known`, fifty a round. Raises Temporary."""
        since = (timezone.now() - FETCHED_SINCE).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self.opened():
            try:
                listed = self._call("GET", f"/incoming?creationDatetime.from={since}")
                ids = [str(int(one)) for one in listed]
                seen = known(ids)
                new = [one for one in ids if one not in seen][:MOST_FETCHED]
                return [self._call("GET", f"/incoming/{one}") for one in new]
            except (Doubtful, Permanent, TypeError, ValueError) as error:
                raise Temporary(f"SMS reçus illisibles ({error})") from error

    def _find(self, tag: str, since: datetime) -> Answer:
        sent = self._call("GET", f"/outgoing?tag={tag}")
        if isinstance(sent, list) and sent:
            found = self._call("GET", f"/outgoing/{int(sent[0])}")
            receipt = found.get("deliveryReceipt") if isinstance(found, dict) else None
            return RECEIPTS.get(int(receipt or 0), Answer.TAKEN)
        if not isinstance(sent, list):
            return Answer.CANNOT_TELL
        if timezone.now() - since < VISIBLE_AFTER:
            raise Temporary("trop tôt pour conclure", VISIBLE_AFTER.total_seconds())
        return self._among_jobs(tag)

    def _among_jobs(self, tag: str) -> Answer:
        jobs = self._call("GET", "/jobs")
        if not isinstance(jobs, list) or len(jobs) > MOST_JOBS:
            return Answer.CANNOT_TELL
        for job in jobs:
            found = self._call("GET", f"/jobs/{int(job)}")
            if isinstance(found, dict) and found.get("tag") == tag:
                return Answer.TAKEN
        return Answer.NEVER_SEEN

    def _call(self, method: str, path: str, *, body: dict[str, Any] | None = None) -> Any:
        url = f"{settings.PORTAL_SMS_OVH_URL}/sms/{settings.PORTAL_SMS_OVH_SERVICE}{path}"
        text = json.dumps(body, ensure_ascii=False) if body is not None else ""
        headers = self._signed(method, url, text) | {"Content-Type": "application/json"}
        answer = _sent(self._http, method, url, text.encode(), headers)
        if answer.status_code in (401, 403):
            # Our clock or our keys, not the recipient: the clock is asked again.
            self._ahead = None
        _refuse(answer)
        try:
            return answer.json()
        except ValueError as error:
            raise Doubtful("réponse illisible") from error

    def _signed(self, method: str, url: str, body: str) -> dict[str, str]:
        now = str(int(time.time()) + (self._ahead or 0))
        secret, consumer = settings.PORTAL_SMS_OVH_SECRET, settings.PORTAL_SMS_OVH_CONSUMER
        signed = "+".join([secret, consumer, method, url, body, now])
        # SHA-1 is what the provider's protocol asks for.
        digest = hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()
        return {
            "X-Ovh-Application": settings.PORTAL_SMS_OVH_KEY,
            "X-Ovh-Consumer": consumer,
            "X-Ovh-Timestamp": now,
            "X-Ovh-Signature": f"$1${digest}",
        }

    def _set_clock(self) -> None:
        if self._ahead is not None:
            return
        url = f"{settings.PORTAL_SMS_OVH_URL}/auth/time"
        try:
            answer = self._http.get(url)
            self._ahead = int(answer.text) - int(time.time())
        except (httpx.HTTPError, ValueError) as error:
            raise Temporary(f"horloge du prestataire ({type(error).__name__})") from error

    @property
    def _http(self) -> httpx.Client:
        if self._client is None:
            raise Temporary("connexion fermée")
        return self._client


def tag_of(key: str) -> str:
    """The tag of a message at the provider: short, and always the same."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _sent(
    client: httpx.Client, method: str, url: str, body: bytes, headers: dict[str, str]
) -> httpx.Response:
    try:
        return client.request(method, url, content=body or None, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Temporary(f"prestataire injoignable ({type(error).__name__})") from error
    except httpx.HTTPError as error:
        raise Doubtful(f"réponse perdue ({type(error).__name__})") from error


def _refuse(answer: httpx.Response) -> None:
    """Nothing for a success; otherwise the error that suits the status."""
    code = answer.status_code
    if code < 300:
        return
    if code in (429, 503):
        asked = answer.headers.get("Retry-After", "")
        raise Temporary(f"prestataire saturé ({code})", float(asked) if asked.isdigit() else None)
    if code in (401, 403) or "credit" in answer.text[:500].lower():
        raise Temporary(f"compte du prestataire ({code})")
    if code >= 500:
        raise Doubtful(f"erreur du prestataire ({code})")
    raise Permanent(f"refusé par le prestataire ({code})")


def _minutes_left(expires_at: datetime | None) -> int:
    if expires_at is None:
        return LONGEST_VALIDITY_MINUTES
    left = int((expires_at - timezone.now()).total_seconds() // 60)
    return min(max(left, 1), LONGEST_VALIDITY_MINUTES)
