"""Restricting a report to supervisors: it concerns somebody who works here, or their family, or a court sealed it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.forms import RestrictForm
from oscr.flow.report import actions
from oscr.flow.report.models import Report


@writes(Report)
def restrict(request, report):
    """Let supervisors alone see it from now on; without a reason the form comes back by itself."""
    form = RestrictForm(request.POST)
    told = {"report": report, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.restrict, why=form.cleaned_data["why"], **told):
        messages.success(request, _("%(number)s is for supervisors alone from now on.") % {"number": report.number})
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    return render(request, "hotline/restrict.html", {"report": report, "form": form, "here": "report"})
