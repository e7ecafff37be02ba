"""The pages of logging in and out. They stand before every desk, so they belong to none; `login_urls` names them.

Used by everybody: reporters go to the identity provider and come back, staff give a password and a code, both log out by a button.
"""

from allauth.account import views as account
from allauth.account.internal.flows.logout import logout
from allauth.account.stages import LoginStageController
from allauth.mfa.base import views as mfa
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from oscr.agency.sessions import second_factor_used
from oscr.config import oidc, staff

PASSWORD_PAGE = account.LoginView.as_view(template_name="staff_login/password.html")
CODE_PAGE = mfa.AuthenticateView.as_view(template_name="staff_login/code.html")


@require_GET
@never_cache
def reporter_login(request, provider_id: str) -> HttpResponse:
    """Send a reporter to the identity provider."""
    return _with_provider(request, provider_id, OAuth2LoginView)


@require_GET
@never_cache
def reporter_callback(request, provider_id: str) -> HttpResponse:
    """Take a reporter back from the identity provider and log them in, or say why not."""
    return _with_provider(request, provider_id, oidc.Callback)


def _with_provider(request, provider_id: str, page) -> HttpResponse:
    try:
        return page.adapter_view(oidc.ServiceAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except OAuth2Error:
        return oidc.refusal(request, "failed")
    except (RequestException, KeyError, ValueError):  # no answer, or not one of a provider
        return oidc.refusal(request, "away", status=503)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@never_cache
def staff_login(request) -> HttpResponse:
    """E-mail and password. Whoever else is logged in here (a reporter, on the same machine) is logged out by trying."""
    if request.user.is_authenticated:
        if request.user.is_staff_member and second_factor_used(request):
            return redirect(staff.StaffAdapter(request).get_login_redirect_url(request))
        if request.method == "POST":
            logout(request)
    return PASSWORD_PAGE(request)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code")
def staff_code(request) -> HttpResponse:
    """The second factor, after the password."""
    return CODE_PAGE(request)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code")
@never_cache
def staff_enrol(request) -> HttpResponse:
    """A first device, after the password; the log-in is complete when its code is right."""
    stage = LoginStageController.enter(request, staff.EnrolStage.key)
    if stage is None or request.user.is_authenticated:
        return redirect("account_login")
    form = staff.EnrolForm(request.POST or None, user=stage.login.user)
    if form.is_valid():
        with transaction.atomic():
            staff.enrol(request, stage, form.secret)
        return stage.exit()
    context = {"form": form, "device": staff.enrolment(stage.login.user, form.secret)}
    return render(request, "staff_login/enrol.html", context)


@require_POST
@never_cache
def log_out(request) -> HttpResponse:
    """End the session, a half-finished log-in too, and have the browser forget the pages it has seen."""
    logout(request)
    response = redirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": the chosen language stays
    return response


@require_POST
@never_cache
def extend(request) -> HttpResponse:
    """Stay logged in: any request does that; this one does nothing else. 403 when the session has ended."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)
