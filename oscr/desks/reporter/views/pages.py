"""One page of a draft: its questions, or the list of the people entered so far."""

from django.http import Http404
from django.template.response import TemplateResponse

from oscr.desks.doors import writes
from oscr.desks.interview.pages import BY_SLUG, LISTS, listed
from oscr.desks.interview.people import age_in_words, name_of, warning_of
from oscr.desks.reporter.drafting import around, bound, gone, newer, onward, opened, save
from oscr.law.calendar import local


@writes()
def page(request, key, page):
    """Ask one topic, or show the people of a list page. Saves what is valid; what is not comes back as typed."""
    if page not in BY_SLUG:
        raise Http404
    draft = opened(request, key)
    if draft is None:
        return gone(request, key, page)
    return _people(request, draft, page) if page in LISTS else _questions(request, draft, page)


def _questions(request, draft, page):
    form = bound(request, draft, page, _saved(request, draft, page))
    stale = False
    if request.method == "POST" and form.is_valid():
        draft, stale = save(request, draft, page, form.answered())
        if not stale:
            return onward(request, draft, page)
    context = {
        **around(request, draft, page),
        "form": form,
        "stale": stale,
        "newer": newer(request, draft, page) if stale else (),
        "unsaved": request.method == "GET" and form.is_bound,
    }
    return TemplateResponse(request, "reporter/page.html", context)


def _saved(request, draft, page):
    if page == "you" and page not in draft.answers:
        return {"name": request.user.name}
    return draft.answers.get(page)


def _people(request, draft, page):
    stale = False
    if request.method == "POST":
        draft, stale = save(request, draft, page, listed(draft.answers, page))
        if not stale:
            return onward(request, draft, page)
    today = local(request.at).date()
    people = [
        {
            "id": one["id"],
            "name": name_of(one, draft.answers),
            "age": "" if one.get("person") else age_in_words(one, today),
            "warning": warning_of(one, today),
        }
        for one in listed(draft.answers, page)
    ]
    return TemplateResponse(
        request, "reporter/list.html", {**around(request, draft, page), "people": people, "stale": stale}
    )
