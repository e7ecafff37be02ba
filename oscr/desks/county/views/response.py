"""A response as it goes: what is done and missing, a quick form for one more contact, the story in time; and its small pages.

What was learnt from a reporter is shown to those alone to whom the reporter was disclosed (RSMo 210.150).
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission
from oscr.desks import stash
from oscr.desks.attached import FileForm, served
from oscr.desks.county import reading
from oscr.desks.county.family import lanes
from oscr.desks.county.forms import who_may
from oscr.desks.county.responding import ContactForm, LocatedForm, PrecautionForm, WithdrawForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, writes
from oscr.flow.assignment.actions import may_see_reporter
from oscr.flow.assignment.models import Alert
from oscr.flow.attachment.models import Attachment
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.response import assessing, contacting, guarding
from oscr.flow.response.allowed import helps, responds
from oscr.flow.response.models import Contact, Precaution
from oscr.flow.response.standing import refused_at_high_risk, standing
from oscr.flow.response.story import story
from oscr.flow.track.now import current
from oscr.law import visiting
from oscr.ui.forms import with_now

LONGEST_KEY = 12  # digits


@writes(Alert, key=KEY, helping=True)
def response(request, alert):
    """The response on one page; one more contact."""
    typed = stash.typed(request)
    form = _form(request, alert, typed) if typed is not None else None
    if form and request.method == "POST":
        if form.is_valid() and _written(request, alert, form):
            stash.drop(request)
            return back(alert)
        stash.keep(request)  # what comes first may be on another page: it stands here on coming back
    return _page(request, alert, form)


@writes(Alert, key=KEY, helping=True)
def correct(request, alert):
    """A contact that was written down wrongly: the form begins with what it says. One that never was is taken back."""
    wrong = _contact(request, alert)
    if wrong is None:
        return back(alert)
    withdrawing = request.POST.get("act") == "withdraw"
    posted = request.POST if request.method == "POST" and not withdrawing else None
    form = _form(request, alert, posted, corrects=wrong)
    withdraw_form = WithdrawForm(request.POST if withdrawing else None)
    if posted and form.is_valid() and _written(request, alert, form, corrects=wrong):
        return back(alert)
    if withdrawing and withdraw_form.is_valid():
        said = {**withdraw_form.cleaned_data, "by": request.user, "at": request.at}
        if attempt(withdraw_form, contacting.withdraw, contact=wrong, **said):
            messages.success(request, _("Taken back. The clocks that it had met stand again."))
            return back(alert)
    refused = withdraw_form if withdrawing else form
    context = {"alert": alert, "form": form, "withdraw_form": withdraw_form, "refused": refused, "wrong": wrong}
    return TemplateResponse(request, "county/response_correct.html", context)


@writes(Alert, key=KEY, helping=True)
def visit(request, alert):
    """What comes before a visit."""
    begun = guarding.answers_now(alert) or visiting.prefilled(_known(alert))
    form = PrecautionForm(stash.typed(request), initial=begun)
    if request.method == "POST" and form.is_valid():
        said = {"answers": form.cleaned_data, "by": request.user, "at": request.at}
        if attempt(form, contacting.take_care, alert=alert, **said):
            messages.success(request, _("Kept. What follows from it stands on top."))
            return back(alert)
    context = {"alert": alert, "form": form, "factors": visiting.factors()}
    return TemplateResponse(request, "county/response_visit.html", context)


@writes(Alert, key=KEY, helping=True)
def locate(request, alert):
    """Where a child is who was absent."""
    people = people_of(alert)
    form = LocatedForm(stash.typed(request), people=people)
    if request.method == "POST" and form.is_valid():
        said = with_now(form, request.at)
        code = said.pop("child")
        said["involved"] = next(one for one in people if one.code == code)
        if attempt(form, contacting.locate, alert=alert, **said, by=request.user, at=request.at):
            messages.success(request, _("Written down."))
            return back(alert)
    return TemplateResponse(request, "county/response_locate.html", {"alert": alert, "form": form})


@writes(Alert, key=KEY, helping=True)
def files(request, alert):
    """A photograph or document of a contact: one more, or one to look at (?show=)."""
    kept = Attachment.objects.of_response(alert.classification.report.token)
    if place := number(request.GET.get("show", "")):
        return served(request, get_object_or_404(_open(kept, request, alert), place=place), alert.number)
    contact = _contact(request, alert)
    if contact is None:
        return back(alert)
    form = FileForm(request)
    said = {"contact": contact, "by": request.user, "at": request.at}
    if form.is_bound and form.is_valid() and attempt(form, assessing.add_file, **form.said(), **said):
        messages.success(request, _("Kept with the contact."))
        return back(alert)
    context = {"alert": alert, "form": form, "contact": contact}
    return TemplateResponse(request, "county/response_files.html", context)


def back(alert: Alert, name: str = "response") -> HttpResponseRedirect:
    """To the response, or to one of its pages."""
    return HttpResponseRedirect(reverse(f"county:{name}", args=[alert.number]))


def people_of(alert: Alert) -> list:
    """The people of the report, children first."""
    involved = alert.classification.report.involved.select_related("participant")
    return sorted(involved, key=lambda one: (one.part != "child", len(one.code), one.code))


def writing(user, alert: Alert) -> dict:
    """What this user may write down: all of a response, or what they did themselves as an office that was asked to help."""
    answers = responds(user, alert)
    return {"responds": answers, "helps": not answers and helps(user, alert)}


def _form(request, alert: Alert, data=None, corrects: Contact | None = None) -> ContactForm:
    supervisors = who_may(Permission.ASSIGN, alert.office).exclude(pk=request.user.pk)
    return ContactForm(data, people=people_of(alert), supervisors=supervisors, corrects=corrects)


def _page(request, alert: Alert, form: ContactForm | None) -> TemplateResponse:
    report, now, people = alert.classification.report, current(alert.classification.report), people_of(alert)
    sees_reporter, told = may_see_reporter(request.user, alert), story(report)
    duties = standing(alert)
    context = {
        "alert": alert,
        "report": report,
        "outcome": reading.label_of(now.outcome if now else alert.classification.outcome, protocol_for(report)),
        "form": form or _form(request, alert),
        "refused": form,
        **writing(request.user, alert),
        "care": Precaution.objects.of(report).order_by("-pk").first(),
        "weighed": _weighed(alert),
        "school_barred": visiting.barred() if visiting.alleged_in_building(guarding.actions_of(alert)) else None,
        "parent_first": visiting.parent_first() if visiting.parent_goes_first(guarding.actions_of(alert)) else None,
        "rights": visiting.rights(),
        "missing": [duty for duty in duties if not duty.done and not duty.explained],
        "explained": [duty for duty in duties if duty.explained],
        "done": [duty for duty in duties if duty.done],
        "lanes": lanes(people, told, report.received_at, request.at),
        "story": told,
        "sees_reporter": sees_reporter,
        "may_investigate": refused_at_high_risk(report),
    }
    return TemplateResponse(request, "county/response.html", context)


def _written(request, alert: Alert, form: ContactForm, corrects: Contact | None = None) -> Contact | None:
    said = form.said(request.at) | {"corrects": corrects, "by": request.user, "at": request.at}
    made = attempt(form, contacting.contact, alert=alert, **said)
    if made:
        messages.success(request, _("Written down."))
    return made


def _weighed(alert: Alert) -> visiting.Weighed | None:
    answers = guarding.answers_now(alert)
    return visiting.weigh(answers) if answers else None


def _known(alert: Alert) -> dict[str, set[str]]:
    """Every answer that the hotline has to each fact, about anybody."""
    case, known = case_now(alert.classification.report), {}
    for answers in (case.call, *case.children.values(), *case.suspects.values(), *case.pairs.values()):
        for fact, answer in answers.items():
            known.setdefault(fact, set()).add(answer)
    return known


def _open(kept, request, alert: Alert):
    """The files that this user may see: what may show who reported only to whom that was disclosed."""
    return kept if may_see_reporter(request.user, alert) else kept.filter(names_reporter=False)


def _contact(request, alert: Alert) -> Contact | None:
    """The contact that the form or the link names, of this report; None where neither names one."""
    key = number(request.POST.get("contact", "") or request.GET.get("contact", ""))
    every = Contact.objects.of(alert.classification.report).standing()
    return get_object_or_404(every, pk=key) if key else None


def number(said: str) -> int | None:
    """The key that an address or a form names; None for what is none."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST_KEY else None
