"""The reporter's home: begin a report, go on with a saved one, throw one away, see what was sent."""

from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.desks import stash
from oscr.desks.doors import reads, writes
from oscr.desks.interview.pages import BY_SLUG, LISTS, NEW, PAGES, first_open
from oscr.desks.reporter.drafting import address, gone, kept, opened
from oscr.flow import docket
from oscr.flow.report.actions import begin_draft, discard_draft
from oscr.flow.report.models import Draft, Report

SHOWN = 20  # sent reports on one page


@reads()
def home(request):
    """Saved reports with their exact end, sent reports with where they stand."""
    drafts = Draft.objects.visible_to(request.user).alive(request.at).order_by("-saved_at")
    saved = [
        {
            "draft": draft,
            "go": address(draft, first_open(draft.answers)),
            "done": sum(page.slug in draft.answers for page in PAGES),
            "children": len(draft.answers.get("children", ())),
        }
        for draft in drafts
    ]
    reports = Report.objects.visible_to(request.user).order_by("-received_at")[:SHOWN]
    context = {"saved": saved, "pages": len(PAGES), "sent": [docket.line(report) for report in reports]}
    return TemplateResponse(request, "reporter/home.html", context)


@writes()
def begin(request):
    """Begin New Report. With a page's answers from a report that ended meanwhile, those are shown there, not yet saved.

    Opened without the button (somebody had to log in first) it leads home, or shows again what was typed.
    """
    if request.method != "POST":
        data = stash.take(request, request.path)
        if data is None or not data.get("page"):
            return HttpResponseRedirect(reverse("reporter:home"))
        return TemplateResponse(request, "reporter/ended.html", kept(data, data["page"]))
    draft = begin_draft(by=request.user, at=request.at)
    page = request.POST.get("page", "")
    there = address(draft, page if page in BY_SLUG else PAGES[0].slug)
    if page in LISTS:
        there = reverse("reporter:entry", args=[draft.pk, page, NEW])
    if page:
        stash.keep(request, there)
    return HttpResponseRedirect(there)


@writes()
def discard(request, key):
    """Throw a saved report away, after asking once."""
    draft = opened(request, key)
    if draft is None:
        return gone(request, key, "")
    if request.method == "POST":
        discard_draft(draft=draft, by=request.user, at=request.at)
        return HttpResponseRedirect(reverse("reporter:home"))
    return TemplateResponse(request, "reporter/discard.html", {"draft": draft})
