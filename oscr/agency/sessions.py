"""What a session says about how somebody logged in. Used by the doors and the middleware; touches nothing but the session.

Two facts matter: was a second factor used (staff see no page without it), and how long ago the log-in and the last act of a
person were (a session ends 12 hours after the first and 30 minutes after the second).
"""

from datetime import datetime, timedelta

METHODS = "account_authentication_methods"  # written by the log-in library: [{"method": "password", ...}, {"method": "mfa", ...}]
METHODS_OF = "account_authentication_methods_user"  # whose they are, as text
SINCE, SEEN = "oscr.since", "oscr.seen"
LONGEST, IDLE = timedelta(hours=12), timedelta(minutes=30)


def second_factor_used(request) -> bool:
    """Whether the person who is logged in passed a second factor in this very session."""
    session, user = request.session, request.user
    if not user.is_authenticated or session.get(METHODS_OF) != str(user.pk):
        return False
    methods = session.get(METHODS)
    return isinstance(methods, list) and any(isinstance(one, dict) and one.get("method") == "mfa" for one in methods)


def outlived(session, *, at: datetime, asked: bool) -> bool:
    """Whether this log-in is 12 hours old, or nobody has asked for anything for 30 minutes; else counts on from now.

    `asked` is False for what a page fetches by itself, such as the queue every few seconds: that keeps nobody logged in.
    """
    now = at.timestamp()
    since, seen = session.setdefault(SINCE, now), session.setdefault(SEEN, now)
    if now - since >= LONGEST.total_seconds() or now - seen >= IDLE.total_seconds():
        return True
    if asked:
        session[SEEN] = now
    return False
