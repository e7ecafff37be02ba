"""What is due in somebody's own calendar: the page where its secret address is made or withdrawn, and the address itself."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.county.feeding import calendar_of
from oscr.desks.doors import public, writes
from oscr.flow.clock import feeding


@writes()
def calendar(request):
    """Whether there is an address; made on POST, it is shown this once."""
    address = ""
    if request.method == "POST":
        secret = feeding.make_feed(by=request.user, at=request.at)
        address = settings.SITE_URL + reverse("county:feed", args=[secret])
    context = {"feed": feeding.feed_of(request.user), "address": address, "here": "calendar"}
    return TemplateResponse(request, "county/calendar.html", context)


@writes()
def withdraw(request):
    """Let the address answer nobody any more."""
    feeding.withdraw_feed(by=request.user, at=request.at)
    messages.success(request, _("The address answers nobody any more."))
    return HttpResponseRedirect(reverse("county:calendar"))


@public
def feed(request, token):
    """The calendar of whoever holds the secret: asked for by a program, without a log-in."""
    user = feeding.whose(token)
    if user is None:
        raise Http404
    return HttpResponse(
        calendar_of(user, request.at),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )
