"""Taking a call on one screen, kept as it is typed: notes and people on the left, the protocol on the right (manual 2.1.1; RSMo 210.145).

A call that is not finished is a draft of the screener's own: a crash, a closed window or an ended log-in loses nothing.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.doors import attempt, writes
from oscr.desks.hotline import sheets
from oscr.desks.hotline.both import differences
from oscr.desks.hotline.calling import Sheet
from oscr.desks.searching import SearchForm, leave_trace, look
from oscr.flow.history import repeats
from oscr.flow.history.receiving import receive as receive_call
from oscr.flow.report.actions import StaleVersion, begin_draft, save_pages
from oscr.flow.report.models import SCREENED, Draft, Report

MOST = 20


@writes()
def phone(request):
    """My unfinished calls; POST begins another, or what came on paper, by the channel whose button was pressed."""
    if request.method == "POST":
        draft = begin_draft(by=request.user, at=request.at)
        if (channel := request.POST.get("channel", "")) in SCREENED:
            how = {"version": draft.version, "by": request.user, "at": request.at}
            save_pages(draft=draft, pages={"intake": {"channel": channel}}, **how)
        return HttpResponseRedirect(reverse("hotline:call", args=[draft.pk]))
    drafts = Draft.objects.visible_to(request.user).alive(request.at).order_by("-saved_at")[:MOST]
    return render(request, "hotline/phone.html", {"drafts": drafts, "here": "phone"})


@writes(Draft, key="pk")
def call(request, draft):
    """The sheet, as it was kept. POST keeps it: htmx gets what changed beside the fields, a browser without scripts the sheet again."""
    if request.method != "POST":
        receiving = reverse("hotline:receive", args=[draft.pk])
        typed = stash.take(request, request.path) or stash.take(request, receiving)
        sheet = Sheet(draft.answers, at=request.at, user=request.user, data=typed)
        return _sheet(request, draft, sheet, pending=sheets.unkept(typed))
    sheet = Sheet(draft.answers, at=request.at, user=request.user, data=request.POST)
    version = sheets.number(request.POST.get("over") or request.POST.get("version"))
    try:
        kept = save_pages(draft=draft, pages=sheet.pages, version=version, by=request.user, at=request.at)
    except StaleVersion as stale:
        return _stale(request, stale.draft, sheet)
    if "files" in request.POST and sheet.valid:
        return HttpResponseRedirect(reverse("hotline:call_files", args=[draft.pk]))
    if "look" in request.POST:
        return _with_known(request, kept, sheet)
    if request.htmx or not sheet.valid or "find" in request.POST:
        return _sheet(request, kept, sheet)
    pressed = "#ask" if {"answer", "take", "drop"} & request.POST.keys() else ""
    return HttpResponseRedirect(reverse("hotline:call", args=[draft.pk]) + pressed)


@writes()
def receive(request, pk: UUID):
    """Make the call a report and hold it; go on to its classification where that was pressed. Pressed twice it is one report."""
    mine = Draft.objects.visible_to(request.user)
    if request.method != "POST":  # the way back from a log-in
        return HttpResponseRedirect(reverse("hotline:call", args=[get_object_or_404(mine, pk=pk).pk]))
    draft = request.subject = mine.filter(pk=pk).first()  # shown again when something is missing: the look is recorded
    if draft is None:
        return _received_before(request, get_object_or_404(Report, token=pk, taken_by=request.user))
    sheet = Sheet(draft.answers, at=request.at, user=request.user, data=request.POST, complete=True)
    if sheets.number(request.POST.get("version")) < draft.version and differences(
        draft.answers, sheet.answers, request.at
    ):
        return _stale(request, draft, sheet)
    told = {"token": draft.pk, "answers": sheet.answers, "by": request.user, "at": request.at}
    if sheet.valid and (made := attempt(sheet.intake, receive_call, **told, **sheet.intake.receipt())):
        for refused in made.refused:
            messages.warning(request, refused)
        messages.success(request, _("The call is a report now, and you hold it."))
        page = "hotline:classify" if request.POST.get("then") == "classify" else "hotline:report"
        return HttpResponseRedirect(reverse(page, args=[made.report.number]))
    return _sheet(request, draft, sheet)


def _received_before(request, report):
    """To the report that this call became; where this screen holds something else, both are shown first."""
    sheet = Sheet({}, at=request.at, user=request.user, data=request.POST)
    differ = differences(sheets.as_kept(report), sheet.answers, report.received_at)
    if "story-what" not in request.POST or not differ:
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    request.subject = report
    context = {"report": report, "differences": differ, "here": "phone", "kept_title": report.number}
    return render(request, "hotline/received.html", context)


def _stale(request, draft, sheet: Sheet):
    """The screen as it stands, refused, beside what another window kept. Its version stays the old one, until somebody decides."""
    context = {
        "stale": True,
        "version": sheets.number(request.POST.get("version")),
        "differences": differences(draft.answers, sheet.answers, request.at),
        "kept_title": _("Kept in the other window"),
        "pending": sheets.unkept(request.POST),
    }
    return _sheet(request, draft, sheet, **context)


def _with_known(request, draft, sheet: Sheet):
    """The sheet again, with whoever is known of its people: for a browser without scripts, where they do not come by themselves."""
    people = (entry for part in sheet.sections if part.lists for entry in part.entries)
    asked = (SearchForm(request.POST, at=request.at, prefix=entry.form.prefix) for entry in people)
    found = (look(form, request.user, request.at) for form in asked)
    looks = [one for one in found if one]
    page = _sheet(request, draft, sheet, looks=looks, at=request.at)
    leave_trace(looks, subject=draft, by=request.user, at=request.at)
    return page


def _sheet(request, draft, sheet: Sheet, **more):
    flagged = repeats.of_call(sheet.answers, request.at, request.user)
    request.found_beside = repeats.shown(flagged, household=False)
    context = {"draft": draft, "sheet": sheet, "version": draft.version, "repeats": flagged, "here": "phone"}
    context |= sheets.beside(request, sheet)
    return render(request, "hotline/saved.html" if request.htmx else "hotline/call.html", context | more)
