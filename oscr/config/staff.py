"""How staff log in: e-mail and password, then a code that only their own device knows (TOTP, RFC 6238). There is no third way.

Used, by name, by the log-in library, and by the log-in views. Who has no device yet is led to enrol one before the log-in is
complete: until the code is right nobody is logged in, so no session of staff without a second factor ever exists. Unknown address,
wrong password, reporter's address and closed account get the same words and take the same time (ASVS 6.3.8).
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.core.cache import cache
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from oscr.people import seal

WRONG = _("This e-mail address and password do not go together.")
LOCKED = _("Too many wrong tries. Wait 15 minutes, then try again.")
SEALED_FOR = "second factor"
CODE_SECONDS = 120  # longer than the three periods in which one code is taken


class StaffBackend(AuthenticationBackend):
    """Passwords open accounts of staff only."""

    def authenticate(self, request, **credentials):
        """The member of staff whose address and password these are, or None."""
        user = super().authenticate(request, **credentials)
        self.unstash_authenticated_user()  # the library would tell a closed account with the right password from a wrong one
        return user if user is not None and user.is_staff_member else None


class StaffAdapter(DefaultAccountAdapter):
    """The library's hooks: our words, our steps, no sign-up, no messages of its own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": LOCKED,
        "rate_limited": LOCKED,
    }

    def get_login_stages(self) -> list[str]:
        """What stands between a password and a session, in order."""
        return ["oscr.config.staff.EnrolStage", "allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, _request) -> bool:
        """Accounts are given by the agency, or made by a reporter's first log-in."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """The desk of whoever has logged in."""
        if request.user.is_hotline:
            return "/hotline/"
        if request.user.is_analyst:
            return "/agency/"
        return "/county/" if request.user.is_county else "/report/"

    def add_message(self, *args, **kwargs) -> None:
        """None: the page that opens says enough."""


class DeviceAdapter(DefaultMFAAdapter):
    """Keeps the secrets of the devices sealed: a copy of the tables lets nobody log in."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return seal.seal({"secret": text}, SEALED_FOR).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the device has it."""
        return seal.unseal(bytes.fromhex(encrypted_text), SEALED_FOR)["secret"]


class EnrolStage(LoginStage):
    """Staff without a device enrol one before they are logged in."""

    key = "enrol"
    urlname = "mfa_activate_totp"

    def handle(self):
        """The way to the enrolment page, or on."""
        user = self.login.user
        if user is not None and user.is_staff_member and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return headed_redirect_response(self.urlname), True
        return None, True


class PasswordForm(LoginForm):
    """E-mail and password, in our words."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class CodeForm(AuthenticateForm):
    """The code at log-in; each is taken once."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        """The code, when it is right and has not been used."""
        code = super().clean_code()
        take_code(self.user, code)
        return code


class EnrolForm(forms.Form):
    """The first code of a new device. The secret stays the same while the page is reloaded, so that a scanned one stays right."""

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = totp.get_totp_secret(regenerate=False)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        """The code, when it belongs to the secret that the page shows."""
        forget_tries = check_rate_limit(self.user, error_key="rate_limited")
        code = self.cleaned_data["code"]
        if not totp.validate_totp_code(self.secret, code):
            raise get_mfa_adapter().validation_error("incorrect_code")
        take_code(self.user, code)
        forget_tries()
        return code


def code_field() -> forms.CharField:
    """Six digits, with or without blanks between them."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=_("Code from your app"), max_length=20, widget=forms.TextInput(attrs=attrs))


def take_code(user, code: str) -> None:
    """Mark a code as used; raises ValidationError when it was already."""
    digits = "".join(letter for letter in code if letter.isdigit())
    if not cache.add(f"oscr.code.{user.pk}.{digits}", "used", timeout=CODE_SECONDS):
        raise get_mfa_adapter().validation_error("incorrect_code")


def enrolment(user, secret: str) -> dict[str, str]:
    """What an authenticator app needs: the secret in groups of four, the otpauth address, and that address as a QR code (SVG)."""
    address = get_mfa_adapter().build_totp_url(user, secret)
    drawn = get_mfa_adapter().build_totp_svg(address)
    return {
        "groups": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
        "svg": mark_safe(drawn[drawn.index("<svg") :]),  # noqa: S308 - drawn by the library: paths and numbers, no text
    }


def enrol(request, stage: LoginStage, secret: str) -> None:
    """Keep the new device and count its first code as this log-in's second factor."""
    kept = totp.TOTP.activate(stage.login.user, secret).instance
    totp.clear_totp_secret(request)
    post_authentication(request, kept)
    stage.controller.set_handled("mfa_authenticate")
