"""The files of a call that is being written down, and of a report: adding, opening, saying that one does not show who reported."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.attached import FileForm, rows, served
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.attachment import actions
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Draft, Report


@writes(Draft, key="pk")
def of_call(request, draft):
    """The scan of a letter or fax, before it becomes a report; a wrong one can still be taken off."""
    here = reverse("hotline:call_files", args=[draft.pk])
    if place := request.POST.get("remove", ""):
        gone = get_object_or_404(Attachment.objects.of(draft.pk), place=_number(place))
        actions.take_away(attachment=gone, draft=draft, by=request.user, at=request.at)
        return HttpResponseRedirect(here)
    form = FileForm(request)
    if _added(request, form, draft):
        return HttpResponseRedirect(here)
    files = rows(Attachment.objects.of(draft.pk))
    return render(request, "hotline/call_files.html", {"draft": draft, "form": form, "files": files, "here": "phone"})


@reads(Draft, key="pk")
def call_file(request, draft, place):
    """One file of a call that is being written down."""
    return served(request, get_object_or_404(Attachment.objects.of(draft.pk), place=place), "call")


@writes(Report)
def of_report(request, report):
    """The files of a report; one more; one that may go to the county because it does not show who reported."""
    here = reverse("hotline:files", args=[report.number])
    if place := request.POST.get("clear", ""):
        seen = get_object_or_404(Attachment.objects.of(report.token), place=_number(place))
        actions.clear(attachment=seen, report=report, by=request.user, at=request.at)
        messages.success(request, _("The county may see this file now."))
        return HttpResponseRedirect(here)
    form = FileForm(request)
    if _added(request, form, report):
        return HttpResponseRedirect(here)
    files = rows(Attachment.objects.of(report.token))
    return render(request, "hotline/files.html", {"report": report, "form": form, "files": files, "here": "report"})


@reads(Report)
def file(request, report, place):
    """One file of a report."""
    return served(request, get_object_or_404(Attachment.objects.of(report.token), place=place), report.number)


def _added(request, form: FileForm, to: Draft | Report) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    made = attempt(form, actions.attach, to=to, **form.said(), by=request.user, at=request.at)
    if made:
        messages.success(request, _("The file is kept."))
    return bool(made)


def _number(text: str) -> int:
    """A place as a button posts it; 0, which is none, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 3 else 0
