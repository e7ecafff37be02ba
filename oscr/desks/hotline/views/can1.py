"""The CA/N-1 of a classified report, on screen and as PDF (manual 2.1.2.1). The door writes who looked and by which route."""

from django.shortcuts import render
from django.template.response import TemplateResponse

from oscr.desks.can1 import document, served
from oscr.desks.doors import reads
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused


@reads(Report)
def can1(request, report):
    """The whole document on one page."""
    try:
        made = document.of_report(report, request.user)
    except Refused as refused:
        return _refused(request, refused)
    return render(request, "hotline/can1.html", {"document": made, "here": "report"})


@reads(Report)
def paper(request, report):
    """The same as a file."""
    try:
        return served.paper(document.of_report(report, request.user), request.at)
    except Refused as refused:
        return _refused(request, refused)


def _refused(request, refused: Refused) -> TemplateResponse:
    return TemplateResponse(request, "ui/refused.html", {"refused": refused}, status=409)
