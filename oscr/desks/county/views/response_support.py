"""Whom the law wants told, family support team meetings, and services: three pages of small forms (RSMo 210.145.9, .13, .14, .16)."""

from collections.abc import Mapping

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from oscr.desks.county import meeting_letter, supporting
from oscr.desks.county.acts import ActForm, acted, shown
from oscr.desks.county.views.alert import KEY
from oscr.desks.county.views.response import back, number, writing
from oscr.desks.doors import writes
from oscr.flow.assignment.models import Alert
from oscr.flow.response import meeting
from oscr.flow.response.models import Invitation, Meeting
from oscr.flow.response.story import story
from oscr.law import meetings as law

FERPA = ("20 U.S.C. 1232g", "34 C.F.R. Part 99")


@writes(Alert, key=KEY)
def told(request, alert):
    """The team, the school, the parents."""
    return _page(request, alert, "told", supporting.TOLD, {"ferpa": FERPA})


@writes(Alert, key=KEY)
def meetings(request, alert):
    """Who is told of every meeting, the meetings, and who was told how; or the letter for somebody without an e-mail (?letter=)."""
    report = alert.classification.report
    if wanted := number(request.GET.get("letter", "")):
        every = Invitation.objects.filter(meeting__alert__classification__report=report, told="")
        found = every.select_related("meeting", "invitee__involved__participant")
        return meeting_letter.paper(get_object_or_404(found, pk=wanted), alert, request.at)
    rows = Meeting.objects.of(report).prefetch_related("invitations__invitee")
    untold = set(meeting.untold(report).values_list("pk", flat=True))
    people = [(one, law.role(one.role)) for one in meeting.told_of_all(report)]
    context = {"people": people, "meetings": rows, "untold": untold}
    return _page(request, alert, "meetings", supporting.MEETINGS, context)


@writes(Alert, key=KEY)
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
        **writing(request.user, alert),
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
