"""The reporter: sealed, disclosed by a supervisor to one person for one purpose, and each look recorded (RSMo 210.150)."""

from django.contrib import messages
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from oscr.desks.can1 import released
from oscr.desks.county.disclosing import AskForm, RefuseForm
from oscr.desks.county.forms import DiscloseForm
from oscr.desks.county.views.alert import KEY, again, back
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment import actions, releasing
from oscr.flow.assignment.models import Alert


@reads(Alert, key=KEY)
def reporter(request, alert):
    """Who told, for whom it was disclosed to; for everybody else there is no such page."""
    if not actions.may_see_reporter(request.user, alert):
        raise Http404
    told_by = alert.classification.report.reporter
    context = {
        "alert": alert,
        "reporter": told_by,
        "rows": released.identity_of(told_by),
        "mine": alert.disclosures.filter(to=request.user).select_related("by"),
    }
    return TemplateResponse(request, "county/reporter.html", context)


@writes(Alert, key=KEY)
def paper(request, alert):
    """The sealed page under its cover sheet, for one purpose that was approved; each copy is on record."""
    if not actions.may_see_reporter(request.user, alert):
        raise Http404
    purpose = request.POST.get("purpose", "")
    given = releasing.release(alert=alert, purpose=purpose, by=request.user, at=request.at)
    return released.paper(alert.classification.report, given, request.at)


@writes(Alert, key=KEY)
def ask(request, alert):
    """Ask a supervisor to disclose the reporter, for a purpose."""
    form = AskForm(request.POST)
    said = {"alert": alert, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, releasing.ask, **form.cleaned_data, **said):
        messages.success(request, _("Asked. You are told by e-mail when a supervisor has answered."))
        return back(alert, "reporter")
    return again(request, alert, ask_form=form)


@writes(Alert, key=KEY)
def refuse(request, alert):
    """A supervisor refuses a request, and says why."""
    form = RefuseForm(request.POST, alert=alert)
    said = {"by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, releasing.refuse, **form.cleaned_data, **said):
        messages.success(request, _("Refused. Whoever asked was told by e-mail."))
        return back(alert, "reporter")
    return again(request, alert, refuse_form=form)


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
