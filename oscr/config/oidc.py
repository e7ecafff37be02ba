"""How reporters log in: OpenID Connect against the state's identity provider (MO Login), stricter than the library's
own way.

Used by the log-in views and, by name, by the log-in library. The library leaves out the nonce, hands `?auth_params=`,
`?scope=` and `?process=` of the address on, skips the signature of the ID token and does not compare it with the user
information (OpenID Connect Core 1.0 sections 3.1.2.1, 3.1.3.7 and 5.3.2; ASVS 10.5). Here a log-in that is not beyond
doubt is refused, in plain words.

Who somebody is, is the pair (issuer, subject). The e-mail address is where their confirmations go: it must be verified,
it follows what the provider says, and it never opens an account that another subject or a member of staff has.
"""

import hashlib
import secrets

import structlog
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.db import IntegrityError, transaction
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Role

log = structlog.get_logger("oscr.login")

REQUIRED_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nonce")
REFUSALS = {
    "failed": _("The log-in did not come through. Nothing you typed is lost. Please try once more."),
    "cancelled": _("You did not finish logging in. You can try again at any time."),
    "email": _("Your log-in has no verified e-mail address. Verify it at the log-in service, then come back."),
    "staff": _("This e-mail address belongs to a staff member. Staff have a log-in of their own, and report by phone."),
    "taken": _("Another log-in already uses this e-mail address. Log in the way you did before, or report by phone."),
    "closed": _("This account is closed. Please report by phone."),
    "away": _("The log-in service does not answer. Please try again in a few minutes, or report by phone."),
}


def refusal(request, reason: str, status: int = 403):
    """The page that says why nobody was logged in; `reason` is a key of REFUSALS, and all that is logged."""
    log.warning("log-in refused", reason=reason)
    context = {"why": REFUSALS[reason], "again": reason in ("failed", "cancelled", "email", "away")}
    return render(request, "reporter_login/refused.html", context, status=status)


class ServiceAdapter(OpenIDConnectOAuth2Adapter):
    """The conversation with the provider: one ID token checked through and through, one set of claims."""

    nonce = ""  # what this log-in sent; set by Callback

    @property
    def openid_config(self):
        """What the provider says about itself; it must be the issuer that we asked (RFC 8414 section 3.3)."""
        config = super().openid_config
        asked = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != asked.rstrip("/"):
            raise OAuth2Error("issuer")
        return config

    def complete_login(self, request, app, token, **kwargs):
        """The claims of the ID token and the user information that goes with it. Raises OAuth2Error."""
        raw = kwargs["response"].get("id_token")
        if not isinstance(raw, str):
            raise OAuth2Error("no ID token")
        claims = self._decode_id_token(app, raw)
        self._check(app, claims)
        told = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("user information of somebody else")
        return self.get_provider().sociallogin_from_response(request, {**claims, **told, "iss": claims["iss"]})

    def _decode_id_token(self, app, id_token):
        self.did_fetch_access_token = False  # else a token straight from the provider passes with any signature
        try:
            return super()._decode_id_token(app, id_token)
        except (KeyError, TypeError, ValueError) as error:  # no key id, another kind of key, no token at all
            raise OAuth2Error("ID token") from error

    def _check(self, app, claims) -> None:
        if any(not claims.get(name) for name in REQUIRED_CLAIMS):
            raise OAuth2Error("claim missing")
        if not self.nonce or not secrets.compare_digest(self.nonce.encode(), str(claims["nonce"]).encode()):
            raise OAuth2Error("nonce")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("authorized party")
        wanted = app.settings.get("acr")
        if wanted and claims.get("acr") not in wanted:
            raise OAuth2Error("identified too weakly")


class Provider(OpenIDConnectProvider):
    """What we send people to the provider with, and what we take from the claims."""

    package = "allauth.socialaccount.providers.openid_connect"  # where the library looks for addresses
    oauth2_adapter_class = ServiceAdapter

    def get_redirect_from_request_kwargs(self, request):
        """Nothing of the address but `next` is handed on. The nonce travels in the state that the session keeps for
        this log-in.
        """
        kept = super().get_redirect_from_request_kwargs(request)
        nonce = secrets.token_urlsafe(32)
        asked = {"prompt": "select_account", "nonce": nonce}
        if self.app.settings.get("acr"):
            asked["acr_values"] = " ".join(self.app.settings["acr"])
        return {"next_url": kept.get("next_url"), "process": AuthProcess.LOGIN, "auth_params": asked, "nonce": nonce}

    def extract_uid(self, data) -> str:
        """Issuer and subject as one key of constant length: another provider's subject of the same name is somebody
        else.
        """
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data) -> dict:
        """Kept beside the account: who said it, and nothing about the person."""
        return {"iss": data["iss"], "sub": data["sub"]}

    def extract_common_fields(self, data) -> dict:
        """Address and name of a new user."""
        return {"email": data.get("email"), "name": data.get("name")}

    def extract_email_addresses(self, data) -> list[EmailAddress]:
        """The address, verified only when the claim is exactly true."""
        email = data.get("email")
        if not isinstance(email, str) or not email:
            return []
        return [EmailAddress(email=email, verified=data.get("email_verified") is True, primary=True)]


class Callback(OAuth2CallbackView):
    """The way back from the provider."""

    def _get_state(self, request, provider):
        """The state of this log-in, given out once; with it the nonce. An answer of another issuer (RFC 9207) has no
        state here.
        """
        state, away = super()._get_state(request, provider)
        issuer = self.adapter.openid_config["issuer"]
        if state and request.GET.get("iss", issuer) != issuer:
            return None, refusal(request, "failed")
        self.adapter.nonce = (state or {}).get("nonce") or ""
        return state, away


class ReporterAdapter(DefaultSocialAccountAdapter):
    """Who comes in, as whom."""

    def generate_state_param(self, _state) -> str:
        """256 random bits."""
        return secrets.token_urlsafe(32)

    def on_authentication_error(self, request, _provider, error=None, **_told) -> None:
        """Every failure on the way ends on our page; what the provider wrote is neither shown nor logged."""
        raise ImmediateHttpResponse(refusal(request, "cancelled" if error == AuthError.CANCELLED else "failed"))

    def populate_user(self, _request, sociallogin, data):
        """A reporter, whatever the claims say."""
        user = sociallogin.user
        user.email = (data.get("email") or "").lower()
        user.name = _one_line(data.get("name"))
        user.role = Role.REPORTER
        return user

    def pre_social_login(self, request, sociallogin) -> None:
        """Let a known subject in, write a new reporter, or refuse. Raises ImmediateHttpResponse with the page that says
        why.
        """
        address = next((one.email.lower() for one in sociallogin.email_addresses if one.verified), "")
        known = sociallogin.user if sociallogin.is_existing else None
        reason = self._refused(known, address)
        if not reason and not self._write(sociallogin, known, address):
            reason = "failed"
        if reason:
            raise ImmediateHttpResponse(refusal(request, reason))

    def _refused(self, known: User | None, address: str) -> str:
        if not address:
            return "email"
        if known and known.is_staff_member:
            return "staff"
        if known and not known.is_active:
            return "closed"
        others = User.objects.filter(email__iexact=address).exclude(pk=known.pk if known else None)
        found = others.first()
        if found is None:
            return ""
        return "staff" if found.is_staff_member else "taken"

    def _write(self, sociallogin, known: User | None, address: str) -> bool:
        """Bring the account up to date; False when two first log-ins of one person met."""
        try:
            with transaction.atomic():
                if known is None:
                    sociallogin.user.email = address
                    sociallogin.user.set_unusable_password()
                    sociallogin.user.save()
                    sociallogin.account.user = sociallogin.user
                    sociallogin.account.save()
                elif known.email != address:
                    known.email = address
                    known.save(update_fields=["email"])
        except IntegrityError:
            return False
        return True


def _one_line(name) -> str:
    """A name as the provider tells it, without what no database or page can bear; "" when it tells none."""
    text = name if isinstance(name, str) else ""
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())[:120]
