"""Requests of reporters, and what courts and other states ask: the list with its clocks, one request, and a reporter on the phone."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks import rights, stash
from oscr.desks.county import inquiring, requesting
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment.actions import may_see_reporter
from oscr.flow.assignment.models import Alert
from oscr.flow.disposition import actions, referring
from oscr.flow.disposition.models import DispositionRequest

FORMS = {"verify": rights.SaysForm, "ended": rights.EndedForm, "refer": rights.NothingForm}
DONE = {
    "ended": gettext_lazy("Asked. The office answers within 45 days: say so to the caller."),
    "refer": gettext_lazy("Referred to the Office of Child Advocate: say so to the caller."),
}
NO_MATCH = gettext_lazy(
    "It does not agree. Say nothing about the report, nor that there is one. The hotline takes what they have to tell."
)


@reads()
def requests(request):
    """What reporters, courts and agencies elsewhere wait for, and what was answered lately. No names of anybody."""
    user = request.user
    context = {
        "waiting": requesting.waiting(user),
        "lately": requesting.lately(user),
        **inquiring.listed(user),
        "here": "requests",
    }
    return TemplateResponse(request, "county/requests.html", context)


@writes(DispositionRequest, key="pk")
def request_(request, asked):
    """One request of a reporter: the words that the office would tell, and what the director decides."""
    words = actions.to_tell(asked.report, request.at)
    typed = stash.typed(request) or {}
    do, posted = typed.get("do", ""), request.POST.get("do", "")
    answer = requesting.AnswerForm(typed if do == "answer" else None, request=asked, words=words.id)
    decide = requesting.DecideForm(typed if do == "decide" else None)
    told = {"request": asked, "by": request.user, "at": request.at}
    if posted == "answer" and answer.is_valid() and attempt(answer, actions.answer, **answer.cleaned_data, **told):
        messages.success(request, _("Answered. It reaches the reporter as you chose."))
        return _back(asked)
    if posted == "decide" and decide.is_valid() and attempt(decide, actions.decide, **decide.said(), **told):
        messages.success(request, _("Decided. The reporter is told that there is an answer."))
        return _back(asked)
    context = {
        "asked": asked,
        "words": words,
        "answer_form": answer,
        "decide_form": decide,
        "form": {"answer": answer, "decide": decide}.get(do),
        "answers": asked.answers.select_related("by"),
        "decision": getattr(asked, "decision", None),
        "clock": requesting.clocks_of([asked]).get((asked.report_id, asked.about)),
        "sees_reporter": may_see_reporter(request.user, actions.alert_of(asked.report)),
        **requesting.may(request.user, asked),
        "here": "requests",
    }
    return TemplateResponse(request, "county/request.html", context)


@writes(Alert, key=KEY)
def caller(request, alert):
    """Somebody calls the office and says that they made this report: verified first, then heard and told what they may know."""
    report = alert.classification.report
    typed = stash.typed(request) or {}
    do = typed.get("do", "")
    forms = {name: form(typed if do == name else None, prefix=name) for name, form in FORMS.items()}
    if request.method == "POST" and do in FORMS and forms[do].is_valid() and _acted(request, report, do, forms[do]):
        return HttpResponseRedirect(reverse("county:caller", args=[alert.number]))
    sure = addendum.verified(report=report, by=request.user, at=request.at)
    context = {"alert": alert, "forms": forms, "form": forms.get(do), "sure": sure, "here": "board"}
    context |= {"rights": rights.of(report, "en")} if sure else {}
    return TemplateResponse(request, "county/caller.html", context)


def _acted(request, report, do: str, form) -> bool:
    """Do what the form asks; its refusal goes beside its field."""
    told = {"report": report, "by": request.user, "at": request.at}
    if do == "verify":
        found = attempt(form, addendum.verify, said=form.cleaned_data, **told)
        if found and not found.matched:
            messages.warning(request, NO_MATCH)
        return bool(found)
    act = actions.ask if do == "ended" else referring.refer
    if not attempt(form, act, **form.cleaned_data, **told, verification=addendum.verified(**told)):
        return False
    messages.success(request, DONE[do])
    return True


def _back(asked: DispositionRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:request", args=[asked.pk]))
