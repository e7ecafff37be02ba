"""The CA/N-1 of an alert, on screen and as PDF (manual 2.1.2.1). The door writes who looked and by which route."""

from django.shortcuts import render

from oscr.desks.can1 import document, served
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import reads
from oscr.flow.assignment.models import Alert


@reads(Alert, key=KEY)
def can1(request, alert):
    """The whole document on one page."""
    made = document.of_report(alert.classification.report, request.user)
    return render(request, "county/can1.html", {"document": made})


@reads(Alert, key=KEY)
def paper(request, alert):
    """The same as a file."""
    return served.paper(document.of_report(alert.classification.report, request.user), request.at)
