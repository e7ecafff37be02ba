"""Beats of a minute: overdue clocks ring up the call-out chain; files that belong to no report and no draft any more are removed;
of a report that was concluded the time begins in which its reporter learns the findings; every ten, calls are drawn for a second reading.

Run by `oscr worker`. Serves the windows of RSMo 210.145 (subsections 2, 7, 8, 11, 17, 18): whoever is in charge learns
that a duty was missed within a minute of its time.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from oscr.flow.attachment.actions import let_go
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.disposition.following import follow_due
from oscr.flow.quality import drawing

URGENT = 10  # before the sending of notices, which waits for a mail server


@app.periodic(cron="* * * * *")
@app.task(name="ring_clocks", queueing_lock="ring_clocks", priority=URGENT)
def ring_clocks(timestamp: int) -> None:
    """Tell the next level about each overdue clock. `timestamp` is the beat that queued this; the present counts."""
    ring_overdue(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="let_files_go", queueing_lock="let_files_go")
def let_files_go(timestamp: int) -> None:
    """Remove the files of drafts that ended. `timestamp` is the beat that queued this; the present counts."""
    let_go(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="follow_outcomes", queueing_lock="follow_outcomes")
def follow_outcomes(timestamp: int) -> None:
    """Start the time for findings that were asked for. `timestamp` is the beat that queued this; the present counts."""
    follow_due(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="draw_readings", queueing_lock="draw_readings")
def draw_readings(timestamp: int) -> None:
    """Draw the calls that a second screener reads. `timestamp` is the beat that queued this; the present counts."""
    drawing.draw(at=timezone.now())
