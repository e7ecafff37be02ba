"""Who may decide about a report now: whoever holds it. Used by the pages that decide, so that nobody fills in a form in vain."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.flow.call.models import Waiting
from oscr.flow.report.models import Report


def turned_back(request: HttpRequest, report: Report) -> HttpResponseRedirect | None:
    """To the report, with the reason, for whoever opens a deciding page without holding the report; None for its holder.

    Only for opening: what somebody has typed meanwhile is for the action to refuse, on the page where it was typed.
    """
    if request.method == "POST":
        return None
    waiting = Waiting.objects.filter(report=report).select_related("held_by").first()
    if waiting and waiting.held_by_id == request.user.pk:
        return None
    messages.error(request, _why(waiting))
    return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))


def _why(waiting: Waiting | None) -> str:
    if waiting is None:
        return _("The hotline is done with this report: it is no longer in the queue.")
    if waiting.held_by is None:
        return _("Claim this report first: you do not hold it.")
    return _("%(name)s holds this report.") % {"name": waiting.held_by}
