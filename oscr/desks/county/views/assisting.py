"""Who directs a report, who helps with it, and who must have nothing to do with it (RSMo 210.145.9; manual 2.3)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import Office
from oscr.agency.permissions import Permission, can
from oscr.desks.county.assisting import AskHelpForm, ConflictForm, HelpReplyForm, VerifyForm, beside
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment import assisting as actions
from oscr.flow.assignment import directing
from oscr.flow.assignment.models import Alert


@reads(Alert, key=KEY)
def assisting(request, alert):
    """Everything of it on one page; also for an office that helps."""
    return _page(request, alert)


@writes(Alert, key=KEY)
def ask(request, alert):
    """Ask another office to help."""
    form = AskHelpForm(request.POST, office=alert.office)
    if form.is_valid():
        row = attempt(form, actions.ask, alert=alert, **form.cleaned_data, by=request.user, at=request.at)
        if row:
            messages.success(request, _("%(office)s was asked. You respond meanwhile.") % {"office": row.office})
            return _back(alert)
    return _page(request, alert, help_form=form)


@writes(Alert, key=KEY)
def take_back(request, alert, pk):
    """Help is not needed any more."""
    row = get_object_or_404(alert.classification.report.assistance, pk=pk)
    actions.take_back(assistance=row, by=request.user, at=request.at)
    messages.success(request, _("Taken back."))
    return _back(alert)


@writes(Alert, key=KEY, helping=True)
def answer(request, alert, pk):
    """Accept, refuse, or say that it is done, as the office that was asked."""
    row = get_object_or_404(alert.classification.report.assistance, pk=pk)
    form = HelpReplyForm(request.POST, auto_id=f"reply_{pk}_%s")
    if form.is_valid():
        made = attempt(form, actions.answer, assistance=row, **form.cleaned_data, by=request.user, at=request.at)
        if made:
            messages.success(request, _("The other office was told."))
            still = Alert.objects.visible_to(request.user).filter(pk=alert.pk).exists()
            return _back(alert) if still else HttpResponseRedirect(reverse("county:board"))
    return _page(request, alert, replied=(row.pk, form))


@writes(Alert, key=KEY)
def conflict(request, alert):
    """Somebody is related to the family: they see the report no more."""
    form = ConflictForm(request.POST, office=alert.office, by=request.user)
    if form.is_valid():
        row = attempt(form, actions.declare, alert=alert, **form.cleaned_data, by=request.user, at=request.at)
        if row:
            messages.success(
                request, _("Written down; the circuit was told. Hand it over to another circuit's office.")
            )
            return HttpResponseRedirect(reverse("county:board")) if row.user == request.user else _back(alert)
    return _page(request, alert, conflict_form=form)


@writes(Alert, key=KEY)
def verify(request, alert):
    """Who directs verifies that the child was directly observed."""
    form = VerifyForm(request.POST)
    if form.is_valid():
        said = {"alert": alert, **form.cleaned_data, "by": request.user, "at": request.at}
        if attempt(form, directing.verify_observation, **said):
            messages.success(request, _("Verified."))
            return _back(alert)
    return _page(request, alert, verify_form=form)


def _page(request, alert, replied=None, **forms) -> TemplateResponse:
    user, report = request.user, alert.classification.report
    known = beside(alert, user, request.at)
    mine = set(Office.objects.overseen_by(user).values_list("pk", flat=True))
    rows = []
    for one in report.assistance.select_related("office", "asking", "by").prefetch_related("replies__by"):
        over = any(reply.result != reply.Result.ACCEPTED for reply in one.replies.all())
        form = replied[1] if replied and replied[0] == one.pk else HelpReplyForm(auto_id=f"reply_{one.pk}_%s")
        rows.append((one, form if not over and one.office_id in mine else None, not over and known["in_hand"]))
    in_hand = known["in_hand"]
    context = {
        "alert": alert,
        "rows": rows,
        "conflicts": report.conflicts.select_related("user", "by"),
        "help_form": AskHelpForm(office=alert.office) if in_hand and can(user, Permission.ASK_HELP) else None,
        "conflict_form": ConflictForm(office=alert.office, by=user) if in_hand else None,
        "verify_form": VerifyForm() if user in known["directing"] and not known["verified"] else None,
        **known,
        **forms,
        "refused": next(iter(forms.values()), replied[1] if replied else None),
        "here": "board",
    }
    return TemplateResponse(request, "county/assisting.html", context)


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:assisting", args=[alert.number]))
