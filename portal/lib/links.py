"""Personal links: unguessable, revocable, and written nowhere.

A link carries the 16 random bytes of its row (`link_key`) and 8 bytes that only the
portal can compute. The row alone does not make a link, so that neither a stolen copy of
the database nor a staff page of the outbox lets anyone answer for somebody else; changing
the key of the row revokes every link sent (docs/decisions/0004).
"""

import hmac
import logging
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from uuid import UUID

from django.conf import settings

SALT = b"portal.lib.links"
TOKEN_LENGTH = 32
# A personal link, a calendar, or the secret address of the SMS provider's receipts.
SECRETS = re.compile(r"(?<=/)[\w-]{32}(?![\w-])|(?<=/accuses/sms/)[^/]+|(?<=/entrants/sms/)[^/]+")


def token_for(key: UUID) -> str:
    """The 32 URL-safe characters that stand for `key`."""
    return urlsafe_b64encode(key.bytes + _mac(key.bytes, settings.SECRET_KEY)).decode()


def key_of(token: str) -> UUID | None:
    """The key of a token that this portal made, else None: truncated, altered or foreign."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token)
    except (NotBase64, ValueError):
        return None
    body, mac = raw[:16], raw[16:]
    secrets = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(mac, _mac(body, secret)) for secret in secrets):
        return None
    return UUID(bytes=body)


def without_secrets(path: str) -> str:
    """`path` as it may stand in a log: what opens a page by itself is masked."""
    return SECRETS.sub("[lien]", path)


class WithoutSecrets(logging.Filter):
    """Django writes the path of each refused request: here it is masked before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(one) if isinstance(one, str) else one for one in record.args
            )
        return True


def _mac(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), SALT + body, sha256)[:8]
