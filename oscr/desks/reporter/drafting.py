"""What every page of a draft does alike: open it, save a page of it, go on, or say that it has ended.

A page carries the draft's version as it was when the page was opened. Saved elsewhere since, the page comes back with what was
typed, and with what the other window saved beside it; pressing save once more keeps what was typed.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.agency import versions
from oscr.desks import stash
from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.pages import BY_SLUG, CHECK, PAGES, after, before, first_open
from oscr.desks.interview.summary import Part, parts_of
from oscr.flow.report.actions import StaleVersion, save_page
from oscr.flow.report.models import Draft, Report
from oscr.flow.report.telling import case_of, emergencies
from oscr.record.actions import name_of
from oscr.record.models import Entry

OURS = ("csrfmiddlewaretoken", "page", "go", "to", "version")  # fields that nobody types
LONGEST_VERSION = 9  # digits
CONTINUE, EXIT, BACK = "continue", "exit", "back"


def opened(request, key: UUID) -> Draft | None:
    """The reporter's own draft, if its 72 hours are not over and it was not sent; the door records the look."""
    request.subject = Draft.objects.visible_to(request.user).alive(request.at).filter(pk=key).first()
    return request.subject


def gone(request, key: UUID, page: str) -> HttpResponse:
    """The answer where a draft was: a page that keeps what was just typed; its confirmation if it was sent and nothing was."""
    sent = Report.objects.visible_to(request.user).filter(token=key).first()
    typed = kept(_typed(request, key), page)
    if sent and not typed["shown"]:
        return HttpResponseRedirect(reverse("reporter:confirmation", args=[sent.number]))
    return TemplateResponse(request, "reporter/ended.html", {**typed, "sent": sent}, status=410)


def _typed(request, key: UUID) -> QueryDict:
    """What was typed on the page of a draft that is gone: just now, or before a log-in, if the draft was this reporter's."""
    if request.method == "POST":
        return request.POST
    begun = Entry.objects.filter(subject=name_of(Draft(pk=key)), act="draft.begun", by=request.user)
    if not begun.exists():
        stash.drop(request)
    return stash.take(request, request.path) or QueryDict()


def kept(data, page: str) -> dict:
    """What was typed on a page that could not be saved: to be shown, and carried on by a form."""
    typed = [(name, data.getlist(name)) for name in data if name not in OURS]
    shown = [value for name, values in typed for value in values if value]
    return {"typed": typed, "shown": shown, "page": page}


def bound(request, draft: Draft, page: str, saved, **kwargs):
    """The form of a page: with what is posted, with what was typed before a log-out, or with what is saved."""
    data = stash.typed(request)
    complete = data is None or (request.method == "POST" and request.POST.get("go", CONTINUE) == CONTINUE)
    return FORMS[page](data, saved=saved, answers=draft.answers, at=request.at, complete=complete, **kwargs)


def save(request, draft: Draft, page: str, answers) -> tuple[Draft, bool]:
    """Save one page; returns the draft as it stands now, and whether another window had changed it, so nothing was saved."""
    try:
        with transaction.atomic():
            kept = save_page(
                draft=draft, page=page, answers=answers, version=_version(request), by=request.user, at=request.at
            )
    except StaleVersion as stale:
        return stale.draft, True
    return kept, False


def _version(request) -> int:
    """The draft's version when the page was opened; -1, which is always stale, for anything that is no such number."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdecimal() and len(posted) <= LONGEST_VERSION else -1


def onward(request, draft: Draft, page: str) -> HttpResponse:
    """After saving: to where the pressed button leads. A language button saves too, and stays."""
    go = request.POST.get("go", CONTINUE)
    if go in dict(settings.LANGUAGES):
        return in_language(HttpResponseRedirect(request.path), go)
    if go == EXIT:
        return HttpResponseRedirect(reverse("reporter:home"))
    if go == BACK:
        return HttpResponseRedirect(address(draft, before(page) or page))
    to_check = request.POST.get("to") == CHECK
    return HttpResponseRedirect(address(draft, CHECK if to_check else _next(draft, page)))


def _next(draft: Draft, page: str) -> str:
    """The page after this one; or an earlier one that was never asked, where a report began in its middle."""
    order = [*BY_SLUG, CHECK]
    return min(after(page), first_open(draft.answers), key=order.index)


def in_language(response: HttpResponse, language: str) -> HttpResponse:
    """The response, remembering the language that somebody chose."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


def address(draft: Draft, slug: str) -> str:
    """Where a page of a draft is."""
    if slug == CHECK:
        return reverse("reporter:check", args=[draft.pk])
    return reverse("reporter:page", args=[draft.pk, slug])


def steps_of(draft: Draft) -> list[tuple]:
    """The step indicator's rows: every page may be opened once the first pass has reached it."""
    reached = first_open(draft.answers)
    rows = []
    for page in PAGES:
        done = page.slug in draft.answers
        rows.append((page.slug, page.title, address(draft, page.slug) if done or page.slug == reached else "", done))
    return rows


def around(request, draft: Draft, page: str) -> dict:
    """What every page of a draft shows around its form."""
    return {
        "draft": draft,
        "page": BY_SLUG.get(page),
        "steps": steps_of(draft),
        "emergency": any(emergencies(case_of(draft.answers, request.at), versions.in_force(request.at))),
        "back": before(page),
        "to": CHECK if CHECK in (request.GET.get("to"), request.POST.get("to")) else "",
    }


def newer(request, draft: Draft, page: str, entry: str = "") -> list[Part]:
    """What the other window saved on this page, to be shown beside what was typed here."""
    return [part for part in parts_of(BY_SLUG[page], draft.answers, request.at) if part.entry == entry]
