"""Django's settings: every app, every cookie flag, every header, in one page, with the reason where it is not plain.

Read by the web server, the job worker, the command line and the tests (tests/settings.py changes what a test needs).
What differs from machine to machine comes from the environment; `oscr run --help` lists it. Importing this file starts
nothing and writes nothing.
"""

import os
import secrets
import shlex
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from oscr.config import database, logs, state, uploads
from oscr.config.login import *  # noqa: F403 - every name of it is a setting

ROOT: Path = state.ROOT
STATE: Path = state.folder()
DEMO = os.environ.get("OSCR_DEMO") == "1"  # invented people, a mail box and log-ins on this machine only
PORT = int(os.environ.get("PORT", "8000"))

# --- Web --------------------------------------------------------------------------------------------------------------
DEBUG = False  # never: its error pages show what was typed
SECRET_KEY = state.secret("secret_key", "OSCR_SECRET_KEY") or secrets.token_hex(32)  # for commands that keep nothing
SEAL_KEY = state.secret("seal_key", "OSCR_SEAL_KEY")  # 64 hex digits; seals who reported (section 210.150 RSMo)
IDENTITY_PORT = PORT + 1400  # the demonstration's identity provider
SITE_URL = os.environ.get("OSCR_SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")  # what e-mails link to
ALLOWED_HOSTS = [host for host in os.environ.get("OSCR_HOSTS", "127.0.0.1,localhost").split(",") if host]
ROOT_URLCONF = "oscr.config.urls"
WSGI_APPLICATION = "oscr.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "csp",
    "django_htmx",
    "template_partials",
    "django.forms",  # the widget templates that oscr.ui does not replace
    "oscr.ui",
    "oscr.agency",
    "oscr.people",
    "oscr.record",
    "oscr.notices",
    "oscr.flow.report",
    "oscr.flow.attachment",
    "oscr.flow.clock",
    "oscr.flow.call",
    "oscr.flow.classification",
    "oscr.flow.assignment",
    "oscr.flow.addendum",
    "oscr.flow.callout",
    "oscr.flow.correction",
    "oscr.flow.ending",
    "oscr.flow.birth_match",
    "oscr.flow.inquiry",
    "oscr.flow.enforcement",
    "oscr.flow.track",
    "oscr.flow.response",
    "oscr.flow.conclusion",
    "oscr.flow.disposition",
    "oscr.flow.history",
    "oscr.flow.review",
    "oscr.flow.retention",
    "oscr.flow.quality",
    "oscr.desks.reporter",
    "oscr.desks.hotline",
    "oscr.desks.county",
    "oscr.desks.history",
    "oscr.desks.agency",
    "oscr.jobs",
    *(["oscr.demo"] if DEMO else []),
]

MIDDLEWARE = [  # from the outside in
    "oscr.config.middleware.log_requests",
    "oscr.config.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "oscr.config.middleware.database_away",
    "oscr.config.middleware.clean_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "oscr.config.middleware.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "oscr" / "ui" / "templates"],  # first: our pages stand in for allauth's of the same name
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "oscr.ui.forms.Renderer"

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": database.configured()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {  # in the database, so that wrong tries at log-in count together over all web workers
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # at the usual 300, counts and used codes would be thrown out early
    }
}

# --- Jobs (heartbeats are short: a killed worker's job is taken up again within seconds) ------------------------------
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 4,
    "update_heartbeat_interval": 2,
    "stalled_worker_timeout": 4,
    "fetch_job_polling_interval": 1,
    "delete_jobs": "successful",  # the table stays as small as what waits or failed
}
PROCRASTINATE_IMPORT_PATHS = [f"oscr.jobs.{name}" for name in ("worker", "every_second", "every_minute", "nightly")]

# --- Log-in: who the user is ------------------------------------------------------------------------------------------
# How somebody logs in is in login.py, taken over whole at the head of this file.
AUTH_USER_MODEL = "agency.User"

# --- Sessions and cookies: idle for 30 minutes ends the session; drafts live in the database and are unharmed ---------
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from the identity provider
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "oscr.desks.errors.csrf_failure"  # keeps what was typed
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes of one page: a narrative of 200 kB many times over; more is a 413
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO  # the demonstration is plain http on this machine
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Headers (the fixed ones are in middleware.HEADERS) ---------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("OSCR_BEHIND_PROXY") == "1" else None
_LOGIN_ORIGINS = os.environ.get("OSCR_LOGIN_ORIGINS", f"http://127.0.0.1:{IDENTITY_PORT}" if DEMO else "").split()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *_LOGIN_ORIGINS],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Time and language: UTC is stored, Missouri's wall clock is shown -------------------------------------------------
USE_TZ = True
TIME_ZONE = "America/Chicago"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [ROOT / "oscr" / "ui" / "locale"]
LANGUAGE_COOKIE_SECURE = not DEMO
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Static files: collected once by `make setup`, served by the web server itself ------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "static"
_PARTS = ROOT / "node_modules"
STATICFILES_DIRS = [
    *((f"uswds/{part}", _PARTS / "@uswds" / "uswds" / "dist" / part) for part in ("css", "fonts", "img", "js")),
    ("htmx", _PARTS / "htmx.org" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": uploads.STORE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ATTACHMENT_BYTES = 10 << 20  # of one file; more is refused while it comes in: uploads.Limited
ATTACHMENT_MOST = 10  # files of one report
ATTACHMENT_SCAN = shlex.split(
    os.environ.get("OSCR_SCAN_COMMAND", "")
)  # a virus scanner that reads a file; none by default
FILE_UPLOAD_HANDLERS = ["oscr.config.uploads.Limited"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name files by their digest; browsers keep them for good

# --- E-mail: says that something happened and where to look, never what -----------------------------------------------
EMAIL_HOST = os.environ.get("OSCR_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("OSCR_SMTP_PORT", str(PORT + 1425)))
EMAIL_HOST_USER = os.environ.get("OSCR_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OSCR_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("OSCR_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 10
# Text messages to who is on call go as e-mails to a carrier's gateway: {number} is the telephone's digits; empty sends none.
SMS_GATEWAY = os.environ.get("OSCR_SMS_GATEWAY", "{number}@sms.example.org" if DEMO else "")
DEFAULT_FROM_EMAIL = os.environ.get("OSCR_MAIL_FROM", "OSCR <oscr@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]  # of our Message-IDs
DEMO_MAIL = STATE / "mail"  # where the demonstration's mail box keeps what it receives

# --- Logs: JSON lines on standard error -------------------------------------------------------------------------------
LOGGING_CONFIG = None  # not Django's own: logs.configure() sets all of it, at once
logs.configure(level=os.environ.get("OSCR_LOG_LEVEL", "INFO"))
