"""Beats of a second or two: the outbox is sent, drafts whose 72 hours are over are removed, new tellings are compared, what rests
on a new decision is re-opened, three calls about one child are put to a review, and the call-out of alerts climbs.

Run by `oscr worker`. Serves the promise that a reporter hears at once that a report arrived, the OSCR FAQ's life of a saved
report: 72 hours from the last save, the search for prior reports (manual 2.1.1), and the review of three calls (RSMo
210.145.6). A beat that finds the one before it still waiting is not queued again; a beat that died needs no repair, because
the next one does its work.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from oscr.flow.callout.actions import call_out_due
from oscr.flow.history.actions import follow_decisions as follow_decisions_now
from oscr.flow.report.actions import end_drafts as end_drafts_now
from oscr.flow.review.opening import open_due
from oscr.notices.actions import send_due
from oscr.people.linking import compare_waiting

URGENT = 10  # before the sending of notices, which waits for a mail server
REPORTS = 50  # compared or asked of in one beat: some seconds of work; what is left waits for the next


@app.periodic(cron="* * * * * */2")
@app.task(name="send_notices", queueing_lock="send_notices")
def send_notices(timestamp: int) -> None:
    """Send what is due in the outbox. `timestamp` is the beat that queued this; the present counts."""
    send_due(at=timezone.now())


@app.periodic(cron="* * * * * *")
@app.task(name="end_drafts", queueing_lock="end_drafts", priority=URGENT)
def end_drafts(timestamp: int) -> None:
    """Remove drafts that ended. `timestamp` is the beat that queued this; the present counts."""
    end_drafts_now(at=timezone.now())


@app.periodic(cron="* * * * * */2")
@app.task(name="compare_tellings", queueing_lock="compare_tellings")
def compare_tellings(timestamp: int) -> None:
    """Compare who was told of since with the archive. `timestamp` is the beat that queued this; the present counts."""
    compare_waiting(at=timezone.now(), most=REPORTS)


@app.periodic(cron="* * * * * */2")
@app.task(name="follow_decisions", queueing_lock="follow_decisions")
def follow_decisions(timestamp: int) -> None:
    """Re-open reports that rest on what was decided since. `timestamp` is the beat that queued this; the present counts."""
    follow_decisions_now(at=timezone.now(), most=REPORTS)


@app.periodic(cron="* * * * * */2")
@app.task(name="open_reviews", queueing_lock="open_reviews")
def open_reviews(timestamp: int) -> None:
    """Look at the reports and links that came since for three calls about one child. `timestamp` is the beat that queued this."""
    open_due(at=timezone.now())


@app.periodic(cron="* * * * * */2")
@app.task(name="call_out", queueing_lock="call_out", priority=URGENT)
def call_out(timestamp: int) -> None:
    """Call out the alerts that nobody has acknowledged, level by level. `timestamp` is the beat that queued this."""
    call_out_due(at=timezone.now())
