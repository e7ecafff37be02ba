"""What this screener did last, and finding a report by its call number."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.doors import reads
from oscr.desks.hotline.forms import FindForm
from oscr.flow.classification.actions import protocol_for
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report

MOST = 50


@reads()
def done(request):
    """The last reports I classified; with a call number, straight to that report."""
    form = FindForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"].strip()
        if Report.objects.visible_to(request.user).filter(number=number).exists():
            page = "hotline:caller" if "caller" in request.GET else "hotline:report"
            return HttpResponseRedirect(reverse(page, args=[number]))
        form.add_error("number", _("No report has this call number. It looks like 26325-00042."))
    mine = (
        Classification.objects.filter(by=request.user, report__in=Report.objects.visible_to(request.user))
        .select_related("report__ending")
        .defer("case", "decision", "report__told")
    )
    rows = [(one, _label(one)) for one in mine.order_by("-at")[:MOST]]
    return render(request, "hotline/done.html", {"form": form, "rows": rows, "most": MOST, "here": "done"})


def _label(one: Classification) -> str:
    label = protocol_for(one.report).label(one.outcome)
    ending = getattr(one.report, "ending", None)
    return f"{ending.label} ({label})" if ending else label
