"""Settings as the tests see them: the real ones, with the test database, quick passwords and nothing to collect."""

import os

os.environ.setdefault("OSCR_DEMO", "1")

from oscr.config import database
from oscr.config.settings import *  # noqa: F403 - the real settings, whole

DATABASES = {"default": database.configured("test")}
SEAL_KEY = "5e" * 32
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "attachments": STORAGES["attachments"],  # noqa: F405 - of the real settings
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # a test sees a changed stylesheet at once
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
