"""Naming the reporter to somebody outside the Division whom the law names: a supervisor's page (RSMo 210.150; CWM 5.3.1)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.can1 import released
from oscr.desks.county.disclosing import ReleaseForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.inquiry import releasing
from oscr.flow.inquiry.models import Release


@writes(Alert, key=KEY)
def release(request, alert):
    """Who was named to whom, and the form to do it; what the law refuses is said with its source."""
    form = ReleaseForm(stash.typed(request))
    said = {"alert": alert, "by": request.user, "at": request.at}
    if request.method == "POST" and form.is_valid() and attempt(form, releasing.release, **form.cleaned_data, **said):
        messages.success(request, _("Written down. It is recorded."))
        return HttpResponseRedirect(reverse("county:release", args=[alert.number]))
    rows = Release.objects.visible_to(request.user).filter(alert__classification__report=alert.classification.report)
    context = {"alert": alert, "form": form, "rows": rows.select_related("by"), "here": "board"}
    return TemplateResponse(request, "county/release.html", context)


@writes(Alert, key=KEY)
def paper(request, alert):
    """The sealed page under its cover sheet for such a release; each copy is on record."""
    asked = request.POST.get("release", "")
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    given = releasing.copy(alert=alert, release=key, by=request.user, at=request.at)
    return released.paper_outside(alert.classification.report, given, request.at)
