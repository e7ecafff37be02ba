"""The second factors of the demonstration's staff, who have no phones: the code each would read at a given second.

Used by the page /demo/codes/ and by `oscr code`. Only invented staff (example.org) are told; nobody else's secret is
ever read.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

PERIOD = 30  # seconds a code lives (RFC 6238)


def all_codes(second: int) -> list[tuple[AbstractBaseUser, str]]:
    """Each member of staff with a second factor, and the code it shows at ``second`` (Unix time)."""
    return [(kept.user, code_at(kept, second)) for kept in _invented().order_by("user__role", "user__email")]


def code_of(email: str, second: int) -> str | None:
    """The code of one member of staff at ``second``, or None where that person has no second factor here."""
    kept = _invented().filter(user__email=email).first()
    return code_at(kept, second) if kept else None


def code_at(kept: Authenticator, second: int) -> str:
    """The code of one second factor at ``second``."""
    return totp.format_hotp_value(totp.hotp_value(decrypt(kept.data["secret"]), second // PERIOD))


def _invented() -> QuerySet[Authenticator]:
    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__endswith="example.org")
    return found.select_related("user")
