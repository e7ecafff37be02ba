"""The page of a law enforcement agency: behind a one-time link, without a log-in (RSMo 210.145.7).

Until "Open" is pressed it shows nothing of a report, so that a mail program that follows links opens nothing. What it does and why:
docs/decisions/0020.
"""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.desks.county.enforcing import AgencysOwnForm
from oscr.desks.doors import attempt, public
from oscr.flow.enforcement import actions, linking
from oscr.flow.enforcement.models import EnforcementNotice

COOKIE = "enforcement"
MAX_AGE = int(linking.LASTS.total_seconds())


@public
def agency(request, token):
    """The notice, on the device on which it was opened; elsewhere the page that opens it."""
    if not linking.exists(token):
        raise Http404
    knock = linking.read_again(secret=token, cookie=request.COOKIES.get(COOKIE, ""), at=request.at)
    return _page(request, token, knock)


@public
def agency_open(request, token):
    """Open the link, once. Whoever opened it already just reads on."""
    cookie = request.COOKIES.get(COOKIE, "")
    knock = linking.read_again(secret=token, cookie=cookie, at=request.at) or linking.open_once(
        secret=token, at=request.at
    )
    if knock is None:
        raise Http404
    if knock.notice is None:
        return _page(request, token, knock)
    there = reverse("county:agency", args=[token])
    response = HttpResponseRedirect(there)
    safe = {"httponly": True, "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax", "path": there}
    response.set_cookie(COOKIE, knock.cookie, max_age=MAX_AGE, **safe)
    return response


@public
def agency_answer(request, token):
    """What the agency says: it assists, or it cannot, and why."""
    knock = linking.read_again(secret=token, cookie=request.COOKIES.get(COOKIE, ""), at=request.at)
    if not linking.exists(token):
        raise Http404
    if knock is None or knock.notice is None:
        return _page(request, token, knock)
    form = AgencysOwnForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data | {"written": True, "happened_at": request.at}
        if attempt(form, actions.record_answer, notice=knock.notice, **said, by=None, at=request.at):
            return HttpResponseRedirect(reverse("county:agency", args=[token]))
    return _page(request, token, knock, form)


def _page(request, token: str, knock: linking.Knock | None, form=None) -> TemplateResponse:
    notice: EnforcementNotice | None = knock.notice if knock else None
    context = {
        "token": token,
        "knock": knock,
        "notice": notice,
        "answers": notice.answers.all() if notice else (),
        "form": form or AgencysOwnForm(),
        "refused": form,
    }
    return TemplateResponse(request, "county/agency.html", context)
