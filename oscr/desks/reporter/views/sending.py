"""The last look at a draft, and sending it."""

from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.desks.attached import rows
from oscr.desks.doors import reads, writes
from oscr.desks.interview.pages import CHECK
from oscr.desks.interview.summary import summary
from oscr.desks.reporter.drafting import address, around, gone, opened
from oscr.flow.attachment.models import Attachment
from oscr.flow.call.actions import receive_online
from oscr.flow.report.actions import DraftEnded, missing_in
from oscr.flow.report.models import Draft
from oscr.law.refusal import Refused


@reads()
def check(request, key):
    """Every answer with a link to change it; what is missing, with a link to it; Send."""
    draft = opened(request, key)
    if draft is None:
        return gone(request, key, "")
    missing = [(address(draft, page), text) for page, text in missing_in(draft.answers)]
    context = {**around(request, draft, CHECK), "parts": summary(draft.answers, request.at), "missing": missing}
    context["files"] = rows(Attachment.objects.of(draft.pk))
    return TemplateResponse(request, "reporter/check.html", context)


@writes()
def send(request, key):
    """Send a draft. Pressed twice, or again after the answer was lost, it leads to the same confirmation.

    Opened without the button (somebody had to log in first) it leads to the last look.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("reporter:check", args=[key]))
    draft = opened(request, key) or Draft(pk=key, owner=request.user)
    try:
        with transaction.atomic():
            report = receive_online(draft=draft, by=request.user, at=request.at)
    except DraftEnded:
        return gone(request, key, "")
    except Refused:
        return HttpResponseRedirect(address(draft, CHECK))
    return HttpResponseRedirect(reverse("reporter:confirmation", args=[report.number]))
