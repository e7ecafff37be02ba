"""The reporter's right to know how a report ended, and to have an unsubstantiated one looked at again (RSMo 210.145.18)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oscr.desks import rights, stash
from oscr.desks.doors import attempt, writes
from oscr.desks.reporter.adding import EndedForm
from oscr.flow.disposition import actions, referring
from oscr.flow.report.models import Report


@writes(Report)
def ended(request, report):
    """Ask the local office how it ended, or what was found; say why where nobody can answer yet, or has answered already."""
    known = rights.of(report, get_language() or "en")
    form = EndedForm(stash.typed(request), offered=known["offered"])
    told = {"report": report, "by": request.user, "at": request.at}
    if request.method == "POST" and form.is_valid() and attempt(form, actions.ask, **form.cleaned_data, **told):
        messages.success(request, _("The local office has your question. We write to you when it has answered."))
        return _status(report)
    return TemplateResponse(request, "reporter/ended_how.html", {"report": report, "form": form, "rights": known})


@writes(Report)
def advocate(request, report):
    """Have an unsubstantiated investigation sent to the Office of Child Advocate."""
    if request.method == "POST":
        referring.refer(report=report, by=request.user, at=request.at)
        messages.success(request, _("Your report was sent to the Office of Child Advocate, as you asked."))
        return _status(report)
    known = rights.of(report, get_language() or "en")
    return TemplateResponse(request, "reporter/advocate.html", {"report": report, "rights": known})


def _status(report) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("reporter:status", args=[report.number]))
