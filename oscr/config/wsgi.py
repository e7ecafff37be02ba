"""The web server's way in. Used by gunicorn (oscr.config.run) and by any other WSGI server."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oscr.config.settings")
if not settings.SEAL_KEY:
    raise ImproperlyConfigured("Nothing can be sealed: set OSCR_SEAL_KEY to 64 hex digits, and keep a copy of it.")
application = get_wsgi_application()
