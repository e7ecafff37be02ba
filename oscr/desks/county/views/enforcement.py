"""Law enforcement about one report: notify it, write down what it answers, send a link again (RSMo 210.145.7); and the agencies."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import LawEnforcementAgency
from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.can1 import document
from oscr.desks.county.enforcing import AgencyForm, AnswerForm, NotifyForm, described
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.enforcement import actions, linking
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.law import counties
from oscr.ui.forms import with_now


@writes(Alert, key=KEY)
def enforcement(request, alert):
    """What was told and answered, and the form to notify an agency."""
    typed = stash.typed(request)
    form = NotifyForm(typed, office=alert.office) if typed is not None else None
    if form and request.method == "POST" and form.is_valid():
        said = with_now(form, request.at)
        if attempt(form, actions.notify, alert=alert, **said, by=request.user, at=request.at):
            messages.success(request, _("Written down. It has 24 hours to assist, or to say in writing why not."))
            return _back(alert)
    return _page(request, alert, form=form)


@writes(Alert, key=KEY)
def answer(request, alert, pk):
    """What an agency answered on the phone or on paper."""
    notice = get_object_or_404(EnforcementNotice.objects.about(alert.classification.report), pk=pk)
    form = AnswerForm(request.POST, auto_id=f"answer_{pk}_%s")
    if form.is_valid():
        said = with_now(form, request.at)
        if attempt(form, actions.record_answer, notice=notice, **said, by=request.user, at=request.at):
            messages.success(request, _("Written down."))
            return _back(alert)
    return _page(request, alert, answered=(notice.pk, form))


@writes(Alert, key=KEY)
def link(request, alert, pk):
    """Send the agency a new link: the first one was lost, opened elsewhere, or is too old."""
    notice = get_object_or_404(EnforcementNotice.objects.about(alert.classification.report), pk=pk)
    linking.send_link(notice=notice, by=request.user, at=request.at)
    messages.success(request, _("A new link was sent. It opens once, within 72 hours."))
    return _back(alert)


@reads()
def agencies(request):
    """The agencies by county."""
    rows = [(one, counties.name_of(one.fips)) for one in LawEnforcementAgency.objects.all()]
    context = {
        "rows": sorted(rows, key=lambda row: (row[1], row[0].name)),
        "may_enter": can(request.user, Permission.KEEP_AGENCIES),
        "here": "agencies",
    }
    return TemplateResponse(request, "county/agencies.html", context)


@writes()
def agency_line(request):
    """Enter an agency, or what is true of it now."""
    wanted = request.GET.get("agency", "")
    row = get_object_or_404(LawEnforcementAgency, pk=int(wanted)) if wanted.isascii() and wanted.isdecimal() else None
    known = {name: getattr(row, name) for name in ("name", "fips", "phone", "email")} if row else {}
    form = AgencyForm(stash.typed(request), initial=known | ({"active": row.is_active} if row else {}))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"agency": row, "by": request.user, "at": request.at}
        if attempt(form, actions.keep_agency, **said):
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("county:agencies"))
    return TemplateResponse(request, "county/agency_line.html", {"form": form, "row": row, "here": "agencies"})


def _page(request, alert, form=None, answered=None) -> TemplateResponse:
    report = alert.classification.report
    notices = EnforcementNotice.objects.about(report).select_related("agency", "by", "alert__office")
    told = described(document.of_report(report, request.user))
    refused = form or (answered[1] if answered else None)
    rows = [
        (one, answered[1] if answered and answered[0] == one.pk else AnswerForm(auto_id=f"answer_{one.pk}_%s"))
        for one in notices.prefetch_related("answers__by", "links__openings")
    ]
    context = {
        "alert": alert,
        "rows": rows,
        "waiting": set(EnforcementNotice.objects.about(report).unanswered().values_list("pk", flat=True)),
        "form": form or NotifyForm(office=alert.office, initial={"text": told}),
        "refused": refused,
        "here": "board",
    }
    return TemplateResponse(request, "county/enforcement.html", context)


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:enforcement", args=[alert.number]))
