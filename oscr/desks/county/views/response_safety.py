"""The safety assessment of a response, within 72 hours of the report (RSMo 210.145.2)."""

from functools import partial

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.county.safekeeping import SafetyForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.county.views.response import back
from oscr.desks.doors import attempt, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.response import assessing, children
from oscr.law.calendar import local


@writes(Alert, key=KEY)
def safety(request, alert):
    """Fill in the form; what was assessed before stands in the story."""
    asked = [one.involved for one in children.living(alert.classification.report)]
    form = SafetyForm(stash.typed(request), children=asked, on=local(request.at).date())
    if request.method == "POST" and form.is_valid():
        act = partial(assessing.assess, alert=alert, form=form.form.id)
        if attempt(form, act, **form.said(request.at), by=request.user, at=request.at):
            messages.success(request, _("The safety assessment is written down."))
            return back(alert)
    return TemplateResponse(request, "county/response_safety.html", {"alert": alert, "form": form})
