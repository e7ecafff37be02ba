"""A reporter who calls again: verified without a word of who they are, then heard; and what supervisors answer (OSCR FAQ)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.permissions import Permission, can
from oscr.desks import rights, stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.afterwards import AddForm, AgainForm, AskForm, HeedForm, ReplyForm
from oscr.desks.rights import EndedForm, NothingForm, SaysForm
from oscr.flow import docket
from oscr.flow.addendum import actions
from oscr.flow.addendum.models import Addendum, Question
from oscr.flow.call.actions import protocol_for
from oscr.flow.disposition import actions as disposition
from oscr.flow.disposition import referring
from oscr.flow.report.models import Report

MOST = 100
FORMS = {
    "verify": SaysForm,
    "add": AddForm,
    "ask": AskForm,
    "again": AgainForm,
    "ended": EndedForm,
    "refer": NothingForm,
}
ACTS = {
    "add": actions.add,
    "ask": actions.ask,
    "again": actions.send_again,
    "ended": disposition.ask,
    "refer": referring.refer,
}
DONE = {
    "add": gettext_lazy("Kept beside the report; whoever has it is told."),
    "ask": gettext_lazy("A supervisor is asked, and answers by the report's page or by phone."),
    "again": gettext_lazy("The e-mail goes out again, to the address of the reporter's log-in."),
    "ended": gettext_lazy("The local office is asked. It answers within 45 days: say so to the caller."),
    "refer": gettext_lazy("Referred to the Office of Child Advocate: say so to the caller."),
}
MATCH = gettext_lazy("It agrees: this is the reporter. You may go on for 30 minutes.")
NO_MATCH = gettext_lazy(
    "It does not agree. Say nothing about the report, nor that there is one: take what you hear as a new call."
)


@writes(Report)
def caller(request, report):
    """Somebody on the phone who says that they made this report."""
    posted = request.method == "POST"
    sure = actions.verified(report=report, by=request.user, at=request.at)
    typed = request.POST if posted else sure and stash.take(request, request.path)
    do = typed.get("do", "") if typed else ""
    forms = {name: form(typed if do == name else None, prefix=name) for name, form in FORMS.items()}
    if posted and do in FORMS and forms[do].is_valid() and _acted(request, report, do, forms[do]):
        return HttpResponseRedirect(reverse("hotline:caller", args=[report.number]))
    late = posted and not sure and do in ACTS and stash.keep(request)  # the half hour ended while they spoke
    context = {"report": report, "forms": forms, "form": forms.get(do), "sure": sure, "late": late, "here": "done"}
    return render(request, "hotline/caller_again.html", context | (_told(report) if sure else {}))


@writes(Report)
def heed(request, report):
    """Say that something added was taken into account."""
    form = HeedForm(request.POST)
    if form.is_valid():
        found = get_object_or_404(report.addenda, pk=form.cleaned_data["addendum"])
        actions.heed(addendum=found, note=form.cleaned_data["note"], by=request.user, at=request.at)
        messages.success(request, _("Taken into account."))
    return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))


@reads()
def added(request):
    """What reporters added to reports that no office has, and questions that wait for a supervisor."""
    waiting = Addendum.objects.visible_to(request.user).waiting().at_hotline().select_related("report")
    questions = Question.objects.visible_to(request.user).open().select_related("report")
    context = {"addenda": waiting[:MOST], "questions": questions[:MOST], "here": "added"}
    context |= {"may_answer": can(request.user, Permission.ANSWER_REPORTERS)}
    return render(request, "hotline/added.html", context)


@writes(Question, key="pk")
def question(request, question):
    """One question: what was decided and why, and the answer."""
    form = ReplyForm(stash.typed(request))
    told = {"question": question, "by": request.user, "at": request.at}
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.reply, text=form.cleaned_data["text"], **told)
    ):
        messages.success(request, _("Answered."))
        return HttpResponseRedirect(reverse("hotline:added"))
    context = {"question": question, "report": question.report, "form": form, "here": "added"}
    return render(request, "hotline/question_asked.html", context | _known(question.report))


def _acted(request, report, do: str, form) -> bool:
    """Do what the form asks; its refusal goes beside its field."""
    told = {"report": report, "by": request.user, "at": request.at}
    if do == "verify":
        found = attempt(form, actions.verify, said=form.cleaned_data, **told)
        if found and not found.matched:
            messages.warning(request, NO_MATCH)
        elif found:
            messages.success(request, MATCH)
        return bool(found)
    sure = actions.verified(**told)
    if not attempt(form, ACTS[do], **form.cleaned_data, **told, verification=sure):
        return False
    messages.success(request, DONE[do])
    return True


def _told(report) -> dict:
    """The same, and what the reporter was told of how it ended: for their ears alone."""
    return _known(report) | {"rights": rights.of(report, "en")}


def _known(report) -> dict:
    """What a verified reporter may be told: where the report stands, what was decided and why, which e-mails went out."""
    line = docket.line(report)
    decided = line.classification
    return {
        "line": line,
        "decided": decided,
        "outcome": decided and protocol_for(report).label(decided.outcome),
        "rule": decided and decided.decision["rule"],
        "mails": actions.mails_of(report),
        "addenda": report.addenda.select_related("heeded"),
        "questions": report.questions.select_related("reply"),
    }
