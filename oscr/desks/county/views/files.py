"""Files that came with a report, at the county's desk."""

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from oscr.desks.attached import served
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import reads
from oscr.flow.assignment.actions import may_see_reporter
from oscr.flow.assignment.models import Alert
from oscr.flow.attachment.models import Attachment
from oscr.law.refusal import Refused


@reads(Alert, key=KEY)
def file(request, alert, place):
    """One file; what may show who reported only to whom the reporter was disclosed (RSMo 210.150)."""
    found = get_object_or_404(Attachment.objects.of(alert.classification.report.token), place=place)
    if not (found.is_cleared or may_see_reporter(request.user, alert)):
        told = _(
            "This file may show who reported. Ask a supervisor to disclose the reporter, or the hotline to look at it."
        )
        refused = Refused(told, cite="RSMo 210.150")
        return TemplateResponse(request, "ui/refused.html", {"refused": refused}, status=409)
    return served(request, found, alert.number)
