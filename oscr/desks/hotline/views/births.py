"""Birth Match: pairs that wait to be verified, and both records of one pair side by side (manual 2.1.3.4.1; RSMo 210.156).

Only what a person has verified becomes a Newborn Crisis Assessment. The list shows no names; the page of a pair does, and records
who looked.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.comparing import compared
from oscr.desks.hotline.forms import VerdictForm
from oscr.flow import docket
from oscr.flow.birth_match.actions import verify
from oscr.flow.birth_match.models import Assessment, Batch, Export, Pair, Verdict
from oscr.law import birth_match, counties
from oscr.law.calendar import local

PAGE, LATEST = 100, 20


@reads()
def births(request):
    """What waits, the likeliest first; what was verified last; which files came and went."""
    seen = Pair.objects.visible_to(request.user)
    waiting = seen.waiting()
    verdicts = Verdict.objects.filter(pair__in=seen).select_related("pair", "assessment__report", "by")
    found = list(waiting[: PAGE + 1])
    today = local(request.at).date()
    context = {
        "rows": [
            (pair, counties.name_of(pair.birth.county), (today - pair.birth.birth_date).days) for pair in found[:PAGE]
        ],
        "whole": waiting.count() if len(found) > PAGE else len(found),
        "restricted": Pair.objects.hidden_from(request.user).count(),
        "verdicts": verdicts.order_by("-pk")[:LATEST],
        "batches": Batch.objects.select_related("replaces", "replaced_by").order_by("-pk")[:LATEST],
        "exports": Export.objects.order_by("-pk")[:LATEST],
        "here": "births",
    }
    return render(request, "hotline/births.html", context)


@writes(Pair, key="pk")
def birth(request, pair):
    """Both records; "the same person" or not, with a reason. The next pair comes at once."""
    form = VerdictForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        said = {"same": form.cleaned_data["same"] == "yes", "reason": form.cleaned_data["reason"]}
        if verdict := attempt(form, verify, pair=pair, **said, by=request.user, at=request.at):
            return _after(request, verdict)
    listed = pair.listed
    seen = Pair.objects.visible_to(request.user)
    certificate = seen.filter(birth__certificate=pair.birth.certificate).exclude(pk=pair.pk)
    context = {
        "pair": pair,
        "form": form,
        "fields": compared(pair),
        "category": birth_match.categories()[listed.category],
        "event": birth_match.events()[listed.event],
        "offence": birth_match.offence(listed.crime),
        "county": counties.name_of(pair.birth.county),
        "verdict": Verdict.objects.filter(pair=pair).select_related("assessment__report", "by").first(),
        "waits": seen.waiting().filter(pk=pair.pk).exists(),
        "others": certificate.select_related("verdict", "birth__batch").order_by("-bits"),
        "assessment": Assessment.objects.filter(certificate=pair.birth.certificate).select_related("report").first(),
        "here": "births",
    }
    return render(request, "hotline/birth.html", context)


def _after(request, verdict: Verdict) -> HttpResponseRedirect:
    """To the next pair, unless an office must be chosen by hand for the assessment that was just made."""
    if verdict.assessment is None:
        messages.success(request, _("Recorded: not the same person. Nothing is made of it."))
        return _next(request.user)
    report = verdict.assessment.report
    line = docket.line(report)
    if line.alert:
        told = _("Recorded. Newborn Crisis Assessment %(number)s is with %(office)s.")
        messages.success(request, told % {"number": report.number, "office": line.alert.office})
        return _next(request.user)
    told = _("Recorded as %(number)s. The rules name no office for it: see to it here.")
    messages.warning(request, told % {"number": report.number})
    return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))


def _next(user: User) -> HttpResponseRedirect:
    pair = Pair.objects.visible_to(user).waiting().first()
    return HttpResponseRedirect(reverse("hotline:birth", args=[pair.pk]) if pair else reverse("hotline:births"))
