"""The demonstration and the developer's machine: embedded servers, mail in files."""

import portal.settings.addresses  # noqa: F401 - before the base settings, which read the addresses
from portal.settings.base import *  # noqa: F403
from portal.settings.base import VAR_DIR, env

SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="development-only-not-a-secret-key-0123456789")
DEBUG = env.bool("PORTAL_DEBUG", default=False)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
PORTAL_DEMO_ACCOUNTS = "portal.demo.accounts.ACCOUNTS"
