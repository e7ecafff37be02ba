"""Beats of a night: the archive of what was known in each call is brought up to date, the facts of what was concluded are written,
what is kept no longer is removed, and how common names are is counted anew.

Run by `oscr worker`, when the hotline is quietest. Serves those who judge a new version of the protocol by the calls of the
past, and keeps what they need when documented calls are deleted after a year (manual 2.1.4).
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from oscr.flow.classification import archive
from oscr.flow.conclusion import registry
from oscr.flow.retention import filing, papers
from oscr.flow.retention.actions import remove_due
from oscr.people import index


@app.periodic(cron="40 9 * * *")  # UTC: between three and four in Missouri
@app.task(name="pack_calls", queueing_lock="pack_calls")
def pack_calls(timestamp: int) -> None:
    """Pack the months in which calls were classified since the last night. `timestamp` is the beat; the present counts."""
    archive.pack(at=timezone.now())


@app.periodic(cron="10 9 * * *")
@app.task(name="count_keys", queueing_lock="count_keys")
def count_keys(timestamp: int) -> None:
    """Count how common each name, phone and place is: a search looks for the rare ones. `timestamp` is the beat."""
    index.count_keys()


@app.periodic(cron="55 9 * * *")  # UTC: between three and five in Missouri, before anything goes
@app.task(name="file_concluded", queueing_lock="file_concluded")
def file_what_is_concluded(timestamp: int) -> None:
    """File until when each report is kept, with its facts. `timestamp` is the beat; the present counts."""
    filing.file_all(at=timezone.now())


@app.periodic(cron="20 10 * * *")  # UTC: between four and six in Missouri, after the packing
@app.task(name="remove_due", queueing_lock="remove_due")
def remove_what_is_due(timestamp: int) -> None:
    """Remove what the law keeps no longer, whatever it was. `timestamp` is the beat that queued this; the present counts."""
    now = timezone.now()
    remove_due(at=now)
    papers.remove_due(at=now)


@app.periodic(cron="25 9 * * *")  # UTC: between three and five in Missouri
@app.task(name="follow_findings", queueing_lock="follow_findings")
def take_off_whose_finding_fell(timestamp: int) -> None:
    """Take off the list of Birth Match whose finding does not stand any more. `timestamp` is the beat; the present counts."""
    registry.take_off(at=timezone.now())
