"""What every environment shares. The other settings files say only what differs."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from portal.settings.broker import *  # noqa: F403
from portal.settings.delays import *  # noqa: F403
from portal.settings.openapi import *  # noqa: F403

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("PORTAL_VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
ALLOWED_HOSTS = env.list("PORTAL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]

INSTALLED_APPS = [
    "portal.ui",
    "portal.territories",
    "portal.audit",
    "portal.accounts",
    "directory",
    "coordination.notifications",
    "coordination.upkeep",
    "coordination.oncall",
    "coordination.crisis",
    *("coordination.reinforcement", "coordination.guidance"),
    "coordination.situation",
    "portal.demo",
    "portal.embedded",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.admin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    *("drf_spectacular", "drf_spectacular_sidecar"),
    "dsfr",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "widget_tweaks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.SignedIn",
    "portal.ui.middleware.PrivatePages",
    "portal.ui.middleware.OwnClock",
    "portal.accounts.middleware.IdleSessions",
    "portal.accounts.middleware.TerritoryInForce",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.middleware.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    *("portal.ui.middleware.ButtonPages", "portal.ui.middleware.Unkeepable"),
    "portal.ui.once.SentOnce",
    "coordination.crisis.middleware.FrozenCells",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.ui.templatetags.french"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.portal",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///portal")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Staff roles (ARS, coordination, administration) set up a second factor before anything else.
PORTAL_MFA_REQUIRED = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "signup": "120/m/ip", "reset_password": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PORTAL_TRUSTED_PROXIES", default=0)

# Then shortened or lengthened by portal.accounts.middleware.IdleSessions.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Static files, pages, security ----------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_FINDERS = ["portal.ui.finders.BrandFinder", "portal.ui.finders.OwnAppsFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DSFR_CONTENT_IS_SAFE = False
DSFR_MARK_OPTIONAL_FIELDS = True
PORTAL_BRAND = env.str("PORTAL_BRAND", default="neutral")
PORTAL_TAGLINE = env.str("PORTAL_TAGLINE", default="Les renforts en santé de votre territoire")
PORTAL_CONTACT = env.str("PORTAL_CONTACT", default="")
PORTAL_PUBLISHER = env.str("PORTAL_PUBLISHER", default="")
PORTAL_HOST = env.str("PORTAL_HOST", default="")
PORTAL_ACCESSIBILITY_STATUS = env.str("PORTAL_ACCESSIBILITY_STATUS", default="non conforme")
CSRF_FAILURE_VIEW = "portal.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY = {"geolocation": ["self"], "camera": [], "microphone": []}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.rest.access.BySession"],
    "DEFAULT_PAGINATION_CLASS": "portal.rest.paging.Keyset",
    "DEFAULT_THROTTLE_CLASSES": [
        "portal.rest.access.PeopleThrottle",
        "portal.rest.access.PublicThrottle",
    ],
    "EXCEPTION_HANDLER": "portal.api.answer_to",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # A key: 17 requests a second, as the national service.
    "DEFAULT_THROTTLE_RATES": {"user": "600/min", "anon": "60/min", "key": "1020/min"},
}

# --- Reinforcements ---------------------------------------------------------------------------
# Departments (official codes) where the ARS validates a need before it opens; * means all.
VALIDATION_DEPARTMENTS = env.list("PORTAL_VALIDATION_DEPARTMENTS", default=["*"])
# Above this number of people told within an hour, a second person of the ARS agrees first.
WAVE_APPROVAL_ABOVE = env.int("PORTAL_WAVE_APPROVAL_ABOVE", default=500)
# What share of people is expected to say yes at first: fresh, second or exhausted (matching.py).
ANSWER_PHASE = env.str("PORTAL_ANSWER_PHASE", default="fresh")
REINFORCEMENT_STALE_DAYS, REINFORCEMENT_STALE_NOTICE_DAYS = 30, 23

# --- Directory: the FHIR façade without a key, at the pace of strangers -----------------------
FHIR_WITHOUT_KEY = env.bool("PORTAL_FHIR_WITHOUT_KEY", default=False)

# --- Crisis cells -----------------------------------------------------------------------------
# Files joined to a line of the log, a task, a decision: how heavy, and of which kinds.
ATTACHMENT_MEGABYTES = env.int("PORTAL_ATTACHMENT_MEGABYTES", default=10)
ATTACHMENT_KINDS = env.list(
    "PORTAL_ATTACHMENT_KINDS",
    default=["pdf", "png", "jpeg", "docx", "xlsx", "odt", "ods", "text"],
)

# --- Messages that leave the house ----------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("PORTAL_FROM_EMAIL", default="Renforts <renforts@localhost>")
EMAIL_BACKEND = env.str(
    "PORTAL_EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.str("PORTAL_EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("PORTAL_EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("PORTAL_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("PORTAL_EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("PORTAL_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 10
# Signs the archives of cells: 32 bytes in base64; drawn from the secret key without it.
PORTAL_BUNDLE_KEY = env.str("PORTAL_BUNDLE_KEY", default="")
PORTAL_SMS_PROVIDER = env.str("PORTAL_SMS_PROVIDER", default="file")
PORTAL_SMS_SENDER = env.str("PORTAL_SMS_SENDER", default="RENFORTS")
# People may answer an SMS: it then leaves from a number, never from a name.
PORTAL_SMS_REPLIES = env.bool("PORTAL_SMS_REPLIES", default=PORTAL_SMS_PROVIDER == "file")
PORTAL_SMS_RECEIPT_SECRET = env.str("PORTAL_SMS_RECEIPT_SECRET", default="")
PORTAL_SMS_OVH_URL = env.str("PORTAL_SMS_OVH_URL", default="https://eu.api.ovh.com/1.0")
PORTAL_SMS_OVH_SERVICE = env.str("PORTAL_SMS_OVH_SERVICE", default="")
PORTAL_SMS_OVH_KEY = env.str("PORTAL_SMS_OVH_KEY", default="")
PORTAL_SMS_OVH_SECRET = env.str("PORTAL_SMS_OVH_SECRET", default="")
PORTAL_SMS_OVH_CONSUMER = env.str("PORTAL_SMS_OVH_CONSUMER", default="")
PORTAL_SMS_LOW_CREDITS = env.int("PORTAL_SMS_LOW_CREDITS", default=500)
PORTAL_DEADMAN_URL = env.str("PORTAL_DEADMAN_URL", default="")

# Django writes the path of what it refuses: a personal link opens a page by itself.
LOGGING = {"version": 1, "disable_existing_loggers": False} | {
    "filters": {"secrets": {"()": "portal.lib.links.WithoutSecrets"}},
    "loggers": dict.fromkeys(["django.request", "django.security.csrf"], {"filters": ["secrets"]}),
}
