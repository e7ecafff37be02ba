"""Every address: who sits where. Each desk's own addresses are in its room; the demonstration's exist only in the
demonstration.
"""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("oscr.desks.reporter.urls")),
    path("hotline/", include("oscr.desks.hotline.urls")),
    path("county/", include("oscr.desks.county.urls")),
    path("people/", include("oscr.desks.history.urls")),
    path("agency/", include("oscr.desks.agency.urls")),
    path("", include("oscr.config.login_urls")),
    path("language/", include("django.conf.urls.i18n")),
]

handler400 = "oscr.desks.errors.bad_request"
handler403 = "oscr.desks.errors.forbidden"
handler404 = "oscr.desks.errors.not_found"
handler429 = "oscr.desks.errors.too_many"
handler500 = "oscr.desks.errors.server_error"

if settings.DEMO:
    urlpatterns.append(path("demo/", include("oscr.demo.urls")))
