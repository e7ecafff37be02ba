"""Settings of logging in: the log-in library's, and where the state's identity provider is. settings.py takes them by name.

Reporters come from the identity provider (OpenID Connect, `oscr.config.oidc`) and have no password here. Staff have a
password and a second factor (`oscr.config.staff`), as section 210.150 RSMo asks of whoever may read a child's record.
From the environment:

    OSCR_OIDC_SERVER   the provider's address (issuer); unset: the demonstration's, on this machine
    OSCR_OIDC_CLIENT   our name there; OSCR_OIDC_SECRET, our secret
    OSCR_OIDC_ACR      how strongly it must have identified people, where it can tell (acr values, separated by blanks)
    OSCR_OIDC_NAME     what people call it (MO Login)
"""

import os

PORT = int(os.environ.get("PORT", "8000"))
PROVIDER_ID = "mologin"

AUTHENTICATION_BACKENDS = ["oscr.config.staff.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

SOCIALACCOUNT_ADAPTER = "oscr.config.oidc.ReporterAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an e-mail address proves nothing about who owns an account here
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "oscr.config.oidc.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": PROVIDER_ID,
                "name": os.environ.get("OSCR_OIDC_NAME", "MO Login"),
                "client_id": os.environ.get("OSCR_OIDC_CLIENT", "oscr"),
                "secret": os.environ.get("OSCR_OIDC_SECRET", "demonstration"),
                "settings": {
                    "server_url": os.environ.get("OSCR_OIDC_SERVER", f"http://127.0.0.1:{PORT + 1400}").rstrip("/"),
                    "acr": os.environ.get("OSCR_OIDC_ACR", "").split(),
                },
            }
        ],
    }
}

ACCOUNT_ADAPTER = "oscr.config.staff.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; but this is why the log-in form asks for a password
ACCOUNT_FORMS = {"login": "oscr.config.staff.PasswordForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # oscr.config.login_views decides
ACCOUNT_LOGIN_TIMEOUT = 15 * 60  # seconds between password and code
ACCOUNT_RATE_LIMITS = {  # counted in the cache, which all web workers share; a whole office may sit behind one address
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/15m/key",
}

MFA_ADAPTER = "oscr.config.staff.DeviceAdapter"
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "OSCR"
MFA_TOTP_TOLERANCE = 1  # a code one period old or early is taken: clocks of phones differ
MFA_FORMS = {"authenticate": "oscr.config.staff.CodeForm"}
