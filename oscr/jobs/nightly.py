"""Beats of a night: the archive of what was known in each call is brought up to date.

Run by `oscr worker`, when the hotline is quietest. Serves those who judge a new version of the protocol by the calls of the
past, and keeps what they need when documented calls are deleted after a year (manual 2.1.4).
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from oscr.flow.classification import archive


@app.periodic(cron="40 9 * * *")  # UTC: between three and four in Missouri
@app.task(name="pack_calls", queueing_lock="pack_calls")
def pack_calls(timestamp: int) -> None:
    """Pack the months in which calls were classified since the last night. `timestamp` is the beat; the present counts."""
    archive.pack(at=timezone.now())
