"""Restricting a report to the few who may see it: it concerns somebody who works here, or their family, or a court sealed it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.forms import RestrictForm
from oscr.flow.assignment.restricting import restrict as restrict_report
from oscr.flow.report.models import Report


@writes(Report)
def restrict(request, report):
    """Let those who may see restricted reports alone see it from now on; without a reason the form comes back by itself."""
    form = RestrictForm(request.POST)
    told = {"report": report, "by": request.user, "at": request.at}
    if form.is_valid() and (made := attempt(form, restrict_report, why=form.cleaned_data["why"], **told)):
        messages.success(request, _("%(number)s is restricted from now on.") % {"number": report.number})
        if made[1]:
            said = _(
                "%(name)s held it and may not see it any more. It waits in the queue: claim it, or see that somebody does."
            )
            messages.warning(request, said % {"name": made[1]})
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    return render(request, "hotline/restrict.html", {"report": report, "form": form, "here": "report"})
