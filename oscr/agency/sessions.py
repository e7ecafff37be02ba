"""What a session says about how somebody logged in. Used by the doors and the middleware; touches nothing but the session.

Two facts matter: was a second factor used (staff see no page without it), and when was the log-in (a session ends 12 hours
later however busy it is; after 30 idle minutes the session store ends it by itself).
"""

from datetime import datetime, timedelta

METHODS = "account_authentication_methods"  # written by the log-in library: [{"method": "password", ...}, {"method": "mfa", ...}]
METHODS_OF = "account_authentication_methods_user"  # whose they are, as text
SINCE = "oscr.since"
LONGEST = timedelta(hours=12)


def second_factor_used(request) -> bool:
    """Whether the person who is logged in passed a second factor in this very session."""
    session, user = request.session, request.user
    if not user.is_authenticated or session.get(METHODS_OF) != str(user.pk):
        return False
    methods = session.get(METHODS)
    return isinstance(methods, list) and any(isinstance(one, dict) and one.get("method") == "mfa" for one in methods)


def outlived(session, *, at: datetime) -> bool:
    """Whether the log-in of this session is 12 hours old or older; the first question after a log-in starts the count."""
    since = session.get(SINCE)
    if since is None:
        session[SINCE] = at.timestamp()
        return False
    return at.timestamp() - since >= LONGEST.total_seconds()
