"""Second readings: a screener reads a drawn call blind; a supervisor answers where the second reading protects more.

The page of a second reading shows what was told and what the reader settles, and nothing of the first: no call number, no outcome, no
name, no answer that the first screener settled. It leaves the reporter out too: nobody needs to know who told to read what was told.
The list shows how far readings agree (`oscr.law.agreement`), and where they did not, so that everybody learns; readers are not named.
"""

import json
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline import comparing_readings
from oscr.desks.hotline.asking import settling
from oscr.desks.hotline.forms import ClassifyForm
from oscr.desks.hotline.people import household
from oscr.desks.hotline.told import sections
from oscr.desks.interview.summary import whereabouts
from oscr.desks.reading import reading as in_words
from oscr.flow.call.actions import protocol_for
from oscr.flow.quality import actions
from oscr.flow.quality.models import Doubt, Drawn, Reading

SINCE = timedelta(days=90)
MOST = 50


@reads()
def readings(request):
    """What I can read now, what waits for a supervisor, how far readings agree, and where they did not."""
    law = versions.in_force(request.at)
    made = comparing_readings.made(request.user, request.at - SINCE)
    context = {
        "to_read": Drawn.objects.visible_to(request.user).to_read(request.at)[:MOST],
        "mine": Reading.objects.filter(by=request.user, at__gt=request.at - SINCE).count(),
        "doubts": Doubt.objects.visible_to(request.user)
        .filter(verdict=None)
        .select_related("reading__drawn__classification__report"),
        "answers_doubts": can(request.user, Permission.ANSWER_DOUBTS),
        "days": SINCE,
        "here": "overview",
        **comparing_readings.compared(law, made),
    }
    return render(request, "hotline/readings.html", context)


@writes(Drawn, key="pk")
def reading(request, drawn):
    """Read one call blind; on POST keep the reader's decision."""
    law, case, form = _form(request, drawn)
    if request.method == "POST" and form.is_valid():
        said = {"drawn": drawn, "by": request.user, "at": request.at}
        if attempt(form, actions.read, **form.cleaned_data, **said):
            messages.success(request, _("Kept: your reading of this call. It changes nothing of the call."))
            return HttpResponseRedirect(reverse("hotline:readings"))
    return _page(request, drawn, law, case, form)


@writes(Drawn, key="pk")
def reading_settle(request, drawn):
    """Keep the second reader's answers."""
    law, case = protocol_for(drawn.classification.report), actions.case_of(drawn)
    asking = settling(law, case, law.decide(case), None, request.POST)
    answers = asking.answers() if asking.is_valid() else []
    if asking.is_valid() and not answers:
        asking.add_error(None, _("Nothing was changed: answer at least one question."))
    if answers and attempt(asking, actions.settle, drawn=drawn, answers=answers, by=request.user, at=request.at):
        messages.success(request, _("Kept. This is what follows from it."))
        return HttpResponseRedirect(reverse("hotline:reading", args=[drawn.pk]))
    form = ClassifyForm(law=law, recommended=law.decide(case).outcome)
    return _page(request, drawn, law, case, form, asking)


@writes(Doubt, key="pk")
def doubt(request, doubt):
    """Both readings beside each other, and a supervisor's answer."""
    request.subjects_beside = (doubt.reading.drawn.classification.report,)
    form = comparing_readings.VerdictForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        said = {"doubt": doubt, "by": request.user, "at": request.at}
        if attempt(form, actions.answer, **form.cleaned_data, **said):
            messages.success(request, _("Your answer is recorded."))
            return HttpResponseRedirect(reverse("hotline:readings"))
    context = {
        "doubt": doubt,
        "form": form,
        "verdict": getattr(doubt, "verdict", None),
        "can_answer": actions.can_answer(request.user, doubt),
        "here": "overview",
        **comparing_readings.both(doubt.reading),
    }
    return render(request, "hotline/doubt.html", context)


def _form(request, drawn):
    law, case = protocol_for(drawn.classification.report), actions.case_of(drawn)
    typed = stash.typed(request)
    return law, case, ClassifyForm(typed, law=law, recommended=law.decide(case).outcome)


def _page(request, drawn, law, case, form, asking=None):
    report, decision = drawn.classification.report, law.decide(case)
    request.subjects_beside = (report,)
    involved = list(report.involved.select_related("participant"))
    home = report.told.get("places", {}).get("home_address", "")
    read = Reading.objects.filter(drawn=drawn).exists()
    context = {
        "drawn": drawn,
        "read": read,
        "form": form,
        "asking": asking or settling(law, case, decision, None),
        "reading": in_words(law, json.loads(decision.to_json())),
        "received_at": report.received_at,
        "channel": report.get_channel_display(),
        "house": household(involved, home, whereabouts(report.told), report.received_at),
        "sections": sections(report),
        "here": "overview",
    }
    return render(request, "hotline/reading.html", context)
