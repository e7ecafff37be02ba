"""What somebody typed on a page that could not be saved, kept in their session until the page can show it again.

Used by the doors (the log-in ended while the page was open), by the CSRF failure page (the page was too old) and by the views
of pages with forms, which ask `take` when they are opened. At most one page is kept; it dies with the session, is given out
once, and is thrown away when the person who logs in may not see that page. Passwords and codes are never kept.
"""

from django.http import QueryDict

KEY = "oscr.stash"
LARGEST = 512 * 1024  # bytes of typed text
SECRET_FIELDS = frozenset({"password", "code"})


def keep(request, path: str = "") -> bool:
    """Keep what this POST carries under its path, or another; False when there is nothing to keep, a secret in it, or too much."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    size = sum(len(value.encode()) for values in typed.lists() for value in (values[0], *values[1]))
    if not typed or SECRET_FIELDS & typed.keys() or size > LARGEST:
        return False
    request.session[KEY] = {"path": path or request.path, "data": typed.urlencode()}
    return True


def typed(request) -> QueryDict | None:
    """What stands in the forms of a page: what is posted, else what was typed there and not saved; None for neither."""
    return request.POST if request.method == "POST" else take(request, request.path)


def take(request, path: str) -> QueryDict | None:
    """Give out, once, what was typed on the page at `path`; None when nothing of that page is kept."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return None
    del request.session[KEY]
    return QueryDict(kept["data"])


def drop(request) -> None:
    """Throw away what is kept for the page of this request: who asks for it may not see it."""
    kept = request.session.get(KEY)
    if kept and kept["path"] == request.path:
        del request.session[KEY]
