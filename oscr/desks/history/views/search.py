"""Finding somebody: while a call is typed, from the page of a report or an alert, and on a page of its own (manual 2.1.1).

What is typed comes by POST and never stands in an address. Every search that shows a report leaves a trace in the record.
"""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from oscr.desks.doors import writes
from oscr.desks.searching import SearchForm, leave_trace, look, look_again
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Draft, Report

OF_THE_SHEET = re.compile(r"(children|adults|suspects)-[cps]\d{1,4}")
A_DRAFT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = "classification__report__number"


@writes()
def search(request):
    """The page; POST searches. htmx gets what was found alone: on this page, or for one person of a call (`of`, `draft`)."""
    if request.method != "POST":
        return render(request, "history/search.html", {"form": SearchForm(at=request.at), "here": "people"})
    of = request.POST.get("of", "")
    form = SearchForm(request.POST, at=request.at, prefix=of if OF_THE_SHEET.fullmatch(of) else None)
    subject = _subject(request)
    found = look(form, request.user, request.at) if request.htmx or form.is_valid() else None
    context = {"form": form, "looks": [found] if found else [], "at": request.at, "here": "people", "of": form.prefix}
    context |= {"draft": subject} if isinstance(subject, Draft) else {}
    page = render(request, "history/fragment.html" if request.htmx else "history/search.html", context)
    leave_trace(context["looks"], subject=subject, by=request.user, at=request.at)
    return page


@writes(Report)
def report(request, report):
    """Who is known of the people of a report."""
    return _again(request, report, report)


@writes(Alert, key=KEY, helping=True)
def alert(request, alert):
    """Who is known of the people of an alert's report."""
    return _again(request, alert, alert.classification.report)


def _again(request, subject, report):
    involved = report.involved.select_related("participant", "report").order_by("-part", "code")
    looks = [look_again(one, request.user, request.at) for one in involved]
    context = {"looks": looks, "report": report, "alert": subject, "at": request.at, "here": "people"}
    page = render(request, "history/fragment.html" if request.htmx else "history/again.html", context)
    leave_trace(looks, subject=subject, by=request.user, at=request.at)
    return page


def _subject(request):
    """What a search is made from: the call that is being taken, else nothing but the person who searches."""
    draft = request.POST.get("draft", "")
    if not draft:
        return request.user
    if not A_DRAFT.fullmatch(draft):
        raise Http404
    return get_object_or_404(Draft.objects.visible_to(request.user), pk=draft)
