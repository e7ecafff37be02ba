"""What is kept no longer of the reports that a circuit's or region's offices have: when it goes, and what holds it (RSMo 210.152)."""

from datetime import timedelta

from django.template.response import TemplateResponse

from oscr.desks.doors import reads
from oscr.desks.going import context
from oscr.flow.retention import papers


@reads()
def retention(request):
    """What goes tonight or in the coming days, and what is held and why; of what was asked from outside too. Names nobody."""
    shown = context(request, "county:alert")
    asked = papers.due(at=request.at + timedelta(days=int(shown["days"])), user=request.user)
    return TemplateResponse(request, "county/retention.html", shown | {"papers": asked})
