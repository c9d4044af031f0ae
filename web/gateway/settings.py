"""Settings of the gateway. Everything that differs between machines comes from `HOUVAST_*` environment variables."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

ROOT = Path(__file__).resolve().parents[2]


def _words(name: str, default: str = "") -> list[str]:
    """The variable as a list; commas and spaces both separate."""
    return os.environ.get(name, default).replace(",", " ").split()


def _number(name: str, default: float) -> float:
    """The variable as a positive number; an odd value stops the start and says so."""
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        number = -1
    if number <= 0:
        raise ImproperlyConfigured(f"{name}={value!r} is not a positive number. Give a number such as {default:g}.")
    return number


def _switch(name: str) -> bool:
    return os.environ.get(name, "") == "1"


# --- which house this is -------------------------------------------------------------------------------------------
ENVIRONMENT = os.environ.get("HOUVAST_ENV", "development")
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(f"HOUVAST_ENV={ENVIRONMENT!r} is unknown. Use 'development' or 'production'.")
TEST_CLOCK = _switch("HOUVAST_TEST_CLOCK")
if ENVIRONMENT == "production" and TEST_CLOCK:
    raise ImproperlyConfigured(
        "HOUVAST_TEST_CLOCK=1 lets every visitor set the time and see the reasoning. Remove it, or leave "
        "HOUVAST_ENV=production out."
    )

HOST = os.environ.get("HOUVAST_HOST", "127.0.0.1")
PORT = int(_number("HOUVAST_PORT", 8000))
# Behind a proxy the visitor's address and scheme stand in X-Forwarded-* headers; without one those are forgeries.
BEHIND_PROXY = _switch("HOUVAST_BEHIND_PROXY")

# --- the assistant -------------------------------------------------------------------------------------------------
ASSISTANT_URL = os.environ.get("HOUVAST_ASSISTANT_URL", "http://127.0.0.1:5005").rstrip("/")
ASSISTANT_SECRET = os.environ.get("HOUVAST_ASSISTANT_SECRET", "")
ASSISTANT_TIMEOUT = _number("HOUVAST_ASSISTANT_TIMEOUT", 8)  # seconds for one whole answer

# --- caps and limits -----------------------------------------------------------------------------------------------
MAX_BODY_BYTES = 64 * 1024
MAX_MESSAGE_CHARACTERS = 2000
# The safety net still reads this much of a body that is over the cap.
MAX_WATCHED_BYTES = 128 * 1024
# And this much is taken off the line and forgotten, so that the refusal reaches a browser that is still sending.
MAX_DRAINED_BYTES = 2 * 1024 * 1024
BODY_PATIENCE = 15.0  # seconds
MESSAGES_PER_MINUTE = _number("HOUVAST_MESSAGES_PER_MINUTE", 30)
# A whole school shares one address: generous.
SESSIONS_PER_HOUR = _number("HOUVAST_SESSIONS_PER_HOUR", 600)
MAX_IN_FLIGHT = int(_number("HOUVAST_MAX_IN_FLIGHT", 100))
TURN_PATIENCE = _number("HOUVAST_TURN_PATIENCE", 20)  # seconds a message waits for the one before it
SESSION_IDLE_HOURS = _number("HOUVAST_SESSION_IDLE_HOURS", 12)
TRANSCRIPT_DAYS = _number("HOUVAST_TRANSCRIPT_DAYS", 30)
DELETION_RETRY_SECONDS = _number("HOUVAST_DELETION_RETRY_SECONDS", 60)

# --- where things are ----------------------------------------------------------------------------------------------
DATA_DIR = Path(os.environ.get("HOUVAST_DATA_DIR", ROOT / "var"))
WIDGET_DIR = ROOT / "widget"


def _database(url: str) -> dict[str, Any]:
    """Django's description of `HOUVAST_DATABASE_URL`.

    Write-ahead log and IMMEDIATE transactions let several writers wait for each other instead of failing;
    `secure_delete` overwrites what is deleted, so that a deleted conversation is not left in free pages.
    """
    scheme, _, path = url.partition("://")
    if scheme != "sqlite" or not path.strip("/"):
        raise ImproperlyConfigured(
            f"HOUVAST_DATABASE_URL={url!r} is not understood. Use sqlite:///relative/file.db or sqlite:////absolute/file.db."
        )
    file = Path(path[1:])
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "CONN_MAX_AGE": None,
        "NAME": file if file.is_absolute() else ROOT / file,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        },
        # A file also in tests: the deletion tests read the bytes on disk.
        "TEST": {"NAME": str(DATA_DIR / "test-houvast.db")},
    }


DATABASES = {"default": _database(os.environ.get("HOUVAST_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'houvast.db'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Django --------------------------------------------------------------------------------------------------------
DEBUG = False
# Nothing is signed (no cookies, no forms), so a key that lives as long as the process will do.
SECRET_KEY = os.environ.get("HOUVAST_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = _words("HOUVAST_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
ALLOWED_ORIGINS = _words("HOUVAST_ALLOWED_ORIGINS")
if "*" in ALLOWED_ORIGINS:
    raise ImproperlyConfigured("HOUVAST_ALLOWED_ORIGINS=* would let any site talk here. Name the sites.")
INSTALLED_APPS = ["web.gateway"]
MIDDLEWARE = [
    "web.gateway.strictness.SecurityMiddleware",
    "web.gateway.strictness.ContentSecurityPolicyMiddleware",
    "web.gateway.origins.who_may_ask",
]
ROOT_URLCONF = "web.gateway.urls"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
LANGUAGE_CODE = "nl-be"
USE_I18N = False
# The doorway caps the body, and says so kindly; Django must neither refuse it first nor spool it to a file.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_WATCHED_BYTES

# --- what a browser may do with our pages --------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ALLOWED_ORIGINS or [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT == "production":
    SECURE_HSTS_SECONDS = 365 * 24 * 3600  # sent over HTTPS only
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- logs: what happened, never what was said ----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_text": {"()": "web.gateway.logs.WithoutText"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_text"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "houvast": {"level": "INFO"},
        # Django logs every refusal with its path; the refusals are counted by `houvast` instead.
        "django": {"level": "ERROR", "handlers": [], "propagate": True},
        "uvicorn": {"level": "WARNING", "handlers": [], "propagate": True},
        "httpx": {"level": "WARNING"},
    },
}
