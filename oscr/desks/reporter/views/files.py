"""Anything to show? Photographs and documents of a report, before it is sent; and what was sent, to look at again."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.desks.attached import FileForm, rows, served
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.interview.pages import CHECK
from oscr.desks.reporter.drafting import around, gone, opened
from oscr.flow.attachment import actions
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Report

LONGEST_PLACE = 3  # digits


@writes()
def of_draft(request, key):
    """The files of a draft; one more; one that is taken off."""
    draft = opened(request, key)
    if draft is None:
        return gone(request, key, "")
    here = reverse("reporter:files", args=[draft.pk])
    place = request.POST.get("remove", "")
    if place.isdecimal() and len(place) <= LONGEST_PLACE:
        wrong = get_object_or_404(Attachment.objects.of(draft.pk), place=int(place))
        actions.take_away(attachment=wrong, draft=draft, by=request.user, at=request.at)
        return HttpResponseRedirect(here)
    form = FileForm(request)
    if form.is_bound and form.is_valid():
        told = {"to": draft, **form.said(), "by": request.user, "at": request.at}
        if attempt(form, actions.attach, **told):
            return HttpResponseRedirect(here)
    files = rows(Attachment.objects.of(draft.pk))
    return TemplateResponse(
        request, "reporter/files.html", {**around(request, draft, CHECK), "form": form, "files": files}
    )


@reads()
def draft_file(request, key, place):
    """One file of a draft."""
    draft = opened(request, key)
    if draft is None:
        return gone(request, key, "")
    return served(request, get_object_or_404(Attachment.objects.of(draft.pk), place=place), "report")


@reads(Report)
def sent_file(request, report, place):
    """One file of a report that was sent."""
    return served(request, get_object_or_404(Attachment.objects.of(report.token), place=place), report.number)
