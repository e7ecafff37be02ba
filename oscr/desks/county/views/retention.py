"""What is kept no longer of the reports that a circuit's or region's offices have: when it goes, and what holds it (RSMo 210.152)."""

from django.template.response import TemplateResponse

from oscr.desks.doors import reads
from oscr.desks.going import context


@reads()
def retention(request):
    """What goes tonight or in the coming days, and what is held and why. Names nobody."""
    return TemplateResponse(request, "county/retention.html", context(request, "county:alert"))
