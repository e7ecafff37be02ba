"""The web server's way in. Used by gunicorn (oscr.config.run) and by any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oscr.config.settings")
application = get_wsgi_application()
