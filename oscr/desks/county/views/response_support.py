"""Whom the law wants told, family support team meetings, and services: three pages of small forms (RSMo 210.145.9, .13, .14, .16)."""

from collections.abc import Mapping

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from oscr.desks.county import supporting
from oscr.desks.county.acts import ActForm, acted, shown
from oscr.desks.county.views.alert import KEY
from oscr.desks.county.views.response import back
from oscr.desks.doors import writes
from oscr.flow.assignment.models import Alert
from oscr.flow.response import meeting
from oscr.flow.response.allowed import responds
from oscr.flow.response.models import Meeting
from oscr.flow.response.story import story
from oscr.law import meetings as law

FERPA = ("20 U.S.C. 1232g", "34 C.F.R. Part 99")


@writes(Alert, key=KEY, helping=True)
def told(request, alert):
    """The team, the school, the parents."""
    return _page(request, alert, "told", supporting.TOLD, {"ferpa": FERPA})


@writes(Alert, key=KEY, helping=True)
def meetings(request, alert):
    """Who is told of every meeting, the meetings, and who was told how."""
    report = alert.classification.report
    rows = Meeting.objects.of(report).prefetch_related("invitations__invitee")
    people = [(one, law.role(one.role)) for one in meeting.told_of_all(report)]
    return _page(request, alert, "meetings", supporting.MEETINGS, {"people": people, "meetings": rows})


@writes(Alert, key=KEY, helping=True)
def services(request, alert):
    """Needs, services, risk and outcome of a family assessment."""
    return _page(request, alert, "services", supporting.SERVICES, {})


def _page(request, alert: Alert, page: str, kinds: Mapping[str, type[ActForm]], more: dict):
    """One page of forms: do what was posted, or show them all."""
    refused = acted(request, alert, kinds) if request.method == "POST" else None
    if request.method == "POST" and refused is None and request.POST.get("act", "") in kinds:
        messages.success(request, _("Written down."))
        return back(alert, f"response_{page}")
    context = {
        "alert": alert,
        "form": refused,
        "forms": shown(alert, kinds, refused),
        "responds": responds(request.user, alert),
        "story": [one for one in story(alert.classification.report) if one.kind in KINDS[page]],
        **more,
    }
    return TemplateResponse(request, SHOWN[page], context)


KINDS = {
    "told": ("team", "member", "informed"),
    "meetings": (),
    "services": ("need", "service", "step", "risk", "outcome"),
}
SHOWN = {
    "told": "county/response_told.html",
    "meetings": "county/response_meetings.html",
    "services": "county/response_services.html",
}
