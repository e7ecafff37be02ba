"""Taking a call: every question of a report on one screen, kept as it is typed (manual 2.1.1; RSMo 210.145).

A call that is not finished is a draft of the screener's own: a crash, a closed window or an ended log-in loses nothing.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.desks import stash
from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.calling import Sheet
from oscr.desks.searching import SearchForm, leave_trace, look
from oscr.flow.call.actions import receive_phone
from oscr.flow.history import repeats
from oscr.flow.report.actions import StaleVersion, begin_draft, save_pages
from oscr.flow.report.models import SCREENED, Draft, Report
from oscr.flow.report.telling import case_of, emergencies

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
    """The sheet, as it was kept. POST keeps it: htmx gets the line that says so, a browser without scripts the sheet again."""
    if request.method != "POST":
        receiving = reverse("hotline:receive", args=[draft.pk])
        typed = stash.take(request, request.path) or stash.take(request, receiving)
        return _sheet(request, draft, Sheet(draft.answers, at=request.at, data=typed))
    sheet = Sheet(draft.answers, at=request.at, data=request.POST)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else -1
    try:
        kept = save_pages(draft=draft, pages=sheet.pages, version=version, by=request.user, at=request.at)
    except StaleVersion as stale:
        return _sheet(request, stale.draft, sheet, stale=True)
    if "look" in request.POST:
        return _with_known(request, kept, sheet)
    if request.htmx or not sheet.valid:
        return _sheet(request, kept, sheet)
    return HttpResponseRedirect(reverse("hotline:call", args=[draft.pk]))


@writes()
def receive(request, pk: UUID):
    """Make the call a report and hold it. Pressed twice it leads to the same report."""
    mine = Draft.objects.visible_to(request.user)
    if request.method != "POST":  # the way back from a log-in
        return HttpResponseRedirect(reverse("hotline:call", args=[get_object_or_404(mine, pk=pk).pk]))
    draft = request.subject = mine.filter(
        pk=pk
    ).first()  # shown again when something is missing: the door records the look
    if draft is None:
        taken = get_object_or_404(Report, token=pk, taken_by=request.user)
        return HttpResponseRedirect(reverse("hotline:report", args=[taken.number]))
    sheet = Sheet(draft.answers, at=request.at, data=request.POST, complete=True)
    told = {"token": draft.pk, "answers": sheet.answers, "by": request.user, "at": request.at}
    if sheet.valid and (report := attempt(sheet.intake, receive_phone, **told, **sheet.intake.receipt())):
        messages.success(request, _("The call is a report now, and you hold it."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    return _sheet(request, draft, sheet)


def _with_known(request, draft, sheet: Sheet):
    """The sheet again, with whoever is known of its people: for a browser without scripts, where they do not come by themselves."""
    people = (entry for part in sheet.sections if part.lists for entry in part.entries)
    asked = (SearchForm(request.POST, at=request.at, prefix=entry.form.prefix) for entry in people)
    found = (look(form, request.user, request.at) for form in asked)
    looks = [one for one in found if one]
    page = _sheet(request, draft, sheet, looks=looks, at=request.at)
    leave_trace(looks, subject=draft, by=request.user, at=request.at)
    return page


def _sheet(request, draft, sheet: Sheet, *, stale: bool = False, **more):
    law = versions.in_force(request.at)
    case = case_of(sheet.answers, request.at)
    decision = law.decide(case)
    flagged = [one for one in repeats.of_call(sheet.answers, request.at, request.user) if one.flagged]
    request.found_beside = repeats.shown(flagged, household=False)
    labels = {one.id: one.label for one in law.outcomes}
    context = {
        "draft": draft,
        "sheet": sheet,
        "stale": stale,
        "repeats": flagged,
        "here": "phone",
        "outcome": labels[decision.outcome],
        "possible": [labels[one] for one in decision.possible if one != decision.outcome],
        "dangers": sorted({law.facts[fact].screener for fact in emergencies(case, law)}),
        "number_of_errors": sum(len(form.errors) for form in (sheet.intake, sheet.caller, *sheet.forms)),
        **more,
    }
    return render(request, "hotline/call.html#kept" if request.htmx else "hotline/call.html", context)
