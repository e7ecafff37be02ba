"""One person of a list page: add, change, remove."""

from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from oscr.desks.doors import writes
from oscr.desks.interview.pages import LISTS, NEW, listed, new_id, with_entry, without_entry
from oscr.desks.interview.people import name_of
from oscr.desks.reporter.drafting import BACK, address, around, bound, gone, newer, onward, opened, save


@writes()
def entry(request, key, page, entry):
    """The form of one person; the address ends in `new` for one more."""
    draft = _opened(request, key, page)
    if draft is None:
        return gone(request, key, page)
    saved = _found(draft, page, entry)
    form = bound(request, draft, page, saved, entry_id=saved["id"] if saved else new_id(draft.answers, page))
    stale = False
    if request.method == "POST" and form.is_valid():
        draft, stale = save(request, draft, page, with_entry(draft.answers, page, form.answered()))
        if not stale:
            return _onward(request, draft, page)
    context = {
        **around(request, draft, page),
        "form": form,
        "entry": entry,
        "new": saved is None,
        "stale": stale,
        "newer": newer(request, draft, page, entry) if stale else (),
        "unsaved": request.method == "GET" and form.is_bound,
    }
    return TemplateResponse(request, "reporter/entry.html", context)


@writes()
def remove(request, key, page, entry):
    """Take one person off the list, after asking once."""
    draft = _opened(request, key, page)
    if draft is None:
        return gone(request, key, page)
    saved = _found(draft, page, entry)
    if saved is None:
        raise Http404
    stale = False
    if request.method == "POST":
        draft, stale = save(request, draft, page, without_entry(draft.answers, page, entry))
        if not stale:
            return HttpResponseRedirect(address(draft, page))
    context = {**around(request, draft, page), "name": name_of(saved, draft.answers), "stale": stale}
    return TemplateResponse(request, "reporter/remove.html", context)


def _opened(request, key, page):
    if page not in LISTS:
        raise Http404
    return opened(request, key)


def _found(draft, page, entry):
    if entry == NEW:
        return None
    found = next((one for one in listed(draft.answers, page) if one["id"] == entry), None)
    if found is None:
        raise Http404
    return found


def _onward(request, draft, page):
    if request.POST.get("go", "continue") in ("continue", BACK):
        return HttpResponseRedirect(address(draft, page) + ("?to=check" if request.POST.get("to") else ""))
    return onward(request, draft, page)
