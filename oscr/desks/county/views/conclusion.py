"""The conclusion of a response: what must still be done, the proposal, the supervisor's answer, and what follows (RSMo 210.145)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.county import concluding
from oscr.desks.county.concluding import AnswerForm, ConclusionForm, HarassmentForm, PostedForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion import actions, closing, harassing
from oscr.flow.conclusion.models import Conclusion, Letter, standing_of, to_approve
from oscr.law import conclusions
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.people.words import name_words

LATEST = 50
MARKS = {closing.DONE: "✓", closing.OPEN: "●", closing.LATE: "▲", closing.SPARED: "-", closing.EXPLAINED: "!"}


@reads(Alert, key=KEY)
def conclusion(request, alert):
    """The whole matter on one page."""
    return _page(request, alert)


@writes(Alert, key=KEY)
def propose(request, alert):
    """Propose a conclusion of one kind of the list, which stands in the query or is posted along."""
    typed = stash.typed(request)
    kind = (typed or request.GET).get("kind", "")
    how = next((one for one in _offered(request, alert) if one.id == kind), None)
    if how is None:
        return _page(request, alert)
    form = ConclusionForm(typed, alert=alert, how=how, at=request.at)
    said = {"alert": alert, "by": request.user, "at": request.at}
    if request.method == "POST":
        if form.is_valid() and attempt(form, actions.propose, **form.said(), **said):
            stash.drop(request)
            messages.success(request, _("Proposed. A supervisor was told by e-mail."))
            return _back(alert)
        stash.keep(request)  # a duty may be undone, which is done on another page: it stands here on coming back
    context = {"alert": alert, "form": form, "how": how, "lines": _lines(request, alert, kind), "here": "board"}
    return TemplateResponse(request, "county/propose.html", context)


@writes(Alert, key=KEY)
def conclusion_answer(request, alert):
    """A supervisor approves what waits, or sends it back."""
    waiting = actions.waiting_of(alert.classification.report)
    if waiting is None:
        messages.error(request, _("No conclusion of this report waits any more."))
        return _back(alert)
    form = AnswerForm(request.POST)
    said = {"conclusion": waiting, "by": request.user, "at": request.at}
    if form.is_valid():
        given = form.cleaned_data
        approved = given["answer"] == "approved"
        done = (
            attempt(form, actions.approve, **said)
            if approved
            else attempt(form, actions.send_back, reason=given["reason"], **said)
        )
        if done:
            told = _("Concluded. Its letters wait to be printed.") if approved else _("Sent back. They were told.")
            messages.success(request, told)
            return _back(alert)
    return _page(request, alert, answer_form=form)


@writes(Alert, key=KEY)
def harassment(request, alert):
    """A supervisor refers a report that was made to harass to the prosecutor."""
    standing = standing_of(alert.classification.report)
    if standing is None:
        raise Refused(_("Only after a report was concluded as unsubstantiated."), "RSMo 210.145.12")
    form = HarassmentForm(request.POST)
    said = {"conclusion": standing, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, harassing.refer, **form.cleaned_data, **said):
        messages.success(request, _("Referred. The letter to the prosecutor waits to be printed."))
        return _back(alert)
    return _page(request, alert, harassment_form=form)


@reads()
def conclusions_list(request):
    """What waits for this user's approval, and which letters wait to be printed, at the offices that they answer for. No names."""
    letters = Letter.objects.visible_to(request.user).to_print().select_related("report", "conclusion__alert__office")
    waiting = to_approve(request.user).select_related("alert__classification__report", "alert__office", "by")
    context = {
        "waiting": waiting[:LATEST],
        "letters": letters[:LATEST],
        "approves": can(request.user, Permission.APPROVE_CONCLUSION),
        "here": "conclusions",
    }
    return TemplateResponse(request, "county/conclusions.html", context)


def _page(request, alert: Alert, **forms) -> TemplateResponse:
    report = alert.classification.report
    standing, waiting = standing_of(report), actions.waiting_of(report)
    every = Conclusion.objects.filter(alert__classification__report=report).select_related("by", "reply__by")
    every = every.prefetch_related(
        "findings__child__participant", "findings__suspect__participant", "explanations", "flags__person__participant"
    )
    context = {
        "alert": alert,
        "report": report,
        "rows": [_row(one, alert) for one in every],
        "standing": standing,
        "waiting": waiting,
        "lines": [] if standing else _lines(request, alert),
        "offered": [] if waiting else _offered(request, alert),
        "letters": report.letters.select_related("posted__by").order_by("place"),
        "posted_form": PostedForm(),
        "may_conclude": can(request.user, Permission.CONCLUDE) and _in_hand(request.user, alert),
        "answer_form": AnswerForm() if waiting and actions.may_answer(waiting, request.user) else None,
        "harassment_form": HarassmentForm() if standing and harassing.may_refer(standing, request.user) else None,
        "suspicion": getattr(standing, "suspicion", None),
        "here": "board",
        **forms,
        "refused": next(iter(forms.values()), None),
    }
    return TemplateResponse(request, "county/conclusion.html", context)


def _in_hand(user, alert: Alert) -> bool:
    """Whether the user's offices act on it, and do not only help."""
    return Alert.objects.in_hand_of(user).filter(pk=alert.pk).exists()


def _offered(request, alert: Alert) -> tuple[conclusions.Conclusion, ...]:
    return conclusions.offered(closing.outcome_of(alert), local(request.at).date())


def _lines(request, alert: Alert, kind: str = "") -> list[tuple[str, closing.Line]]:
    """Each duty with its mark."""
    return [(MARKS[line.state], line) for line in closing.lines(alert=alert, at=request.at, kind=kind)]


def _row(row: Conclusion, alert: Alert) -> dict:
    """A conclusion with everything it says, in words."""
    duties = {duty.id: duty.label for duty in conclusions.duties(closing.outcome_of(alert))}
    return {
        "row": row,
        "reply": getattr(row, "reply", None),
        "findings": [
            {
                "child": f"{one.child.code} {name_words(one.child.participant)}",
                "allegation": concluding.allegation_words(alert, one.allegation),
                "person": f"{one.suspect.code} {name_words(one.suspect.participant)}"
                if one.suspect
                else _("nobody named"),
                "label": one.label,
            }
            for one in row.findings.all()
        ],
        "explained": [(duties.get(one.duty, one.duty), one.text) for one in row.explanations.all()],
        "flags": [(f"{one.person.code} {name_words(one.person.participant)}", one) for one in row.flags.all()],
    }


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:conclusion", args=[alert.number]))
