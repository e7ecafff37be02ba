"""The reporter: sealed, disclosed by a supervisor to one person for one purpose, and each look recorded (RSMo 210.150)."""

from django.contrib import messages
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.county.forms import DiscloseForm
from oscr.desks.county.views.alert import KEY, again, back
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment import actions
from oscr.flow.assignment.models import Alert

LABELS = {
    "name": gettext_lazy("Name"),
    "employer": gettext_lazy("Employer"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "relation": gettext_lazy("Relation to the child"),
    "best_time": gettext_lazy("Best time and way to reach them"),
    "language": gettext_lazy("Language they want to be called in"),
}


@reads(Alert, key=KEY)
def reporter(request, alert):
    """Who told, for whom it was disclosed to; for everybody else there is no such page."""
    if not actions.may_see_reporter(request.user, alert):
        raise Http404
    told_by = alert.classification.report.reporter
    identity = told_by.identity
    context = {
        "alert": alert,
        "reporter": told_by,
        "rows": [(label, identity[name]) for name, label in LABELS.items() if identity.get(name)],
        "mine": alert.disclosures.filter(to=request.user).select_related("by"),
    }
    return TemplateResponse(request, "county/reporter.html", context)


@writes(Alert, key=KEY)
def disclose(request, alert):
    """A supervisor lets one person see the reporter."""
    form = DiscloseForm(request.POST, office=alert.office)
    if form.is_valid():
        to, purpose = form.cleaned_data["to"], form.cleaned_data["purpose"]
        done = attempt(
            form, actions.disclose_reporter, alert=alert, to=to, purpose=purpose, by=request.user, at=request.at
        )
        if done:
            messages.success(request, _("%(person)s can see the reporter now. It is recorded.") % {"person": to})
            return back(alert)
    return again(request, alert, disclose_form=form)
