"""After sending: adding and correcting, asking how it was decided, having an e-mail sent again (OSCR FAQ)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.doors import attempt, writes
from oscr.desks.reporter.adding import AddForm, AskForm
from oscr.flow.addendum import actions
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused


@writes(Report)
def add(request, report):
    """Something new or a correction; it goes to whoever has the report."""
    form = AddForm(request)
    told = {"report": report, "by": request.user, "at": request.at}
    if form.is_bound and form.is_valid() and attempt(form, actions.add, **form.told(), **told):
        messages.success(request, _("We have it. Whoever has your report is told now."))
        return _status(report)
    return TemplateResponse(
        request, "reporter/add.html", {"report": report, "form": form, "alert": actions.alert_of(report)}
    )


@writes(Report)
def ask(request, report):
    """A question about the classification, for a supervisor of the hotline."""
    typed = request.POST if request.method == "POST" else stash.take(request, request.path)
    form = AskForm(typed)
    told = {"report": report, "by": request.user, "at": request.at}
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.ask, text=form.cleaned_data["text"], **told)
    ):
        messages.success(
            request, _("Your question was sent to a supervisor of the hotline. We write to you when it is answered.")
        )
        return _status(report)
    return TemplateResponse(request, "reporter/ask.html", {"report": report, "form": form})


@writes(Report)
def again(request, report):
    """Send an e-mail again, or say why not."""
    told = {"report": report, "by": request.user, "at": request.at}
    try:
        with transaction.atomic():
            actions.send_again(kind=request.POST.get("kind", ""), **told)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The e-mail goes out again now."))
    return _status(report)


def _status(report) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("reporter:status", args=[report.number]))
