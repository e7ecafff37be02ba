"""The queue of jobs kept healthy: what a killed worker left behind, and what is finished.

Run by `oscr worker`. Jobs that end well are removed at once (settings: `delete_jobs`); the rest is looked after here.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

SILENT = 4  # seconds without a sign of life after which a worker counts as dead; it gives one every 2 seconds
KEPT_HOURS = 7 * 24  # a job that failed can be looked at for a week
URGENT = 20  # before everything else: a worker that comes up after a kill clears the way first


@app.periodic(cron="* * * * * */2")
@app.task(name="take_up_stalled", queueing_lock="take_up_stalled", pass_context=True, priority=URGENT)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue; drop a beat instead, because its next one is there already."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        if is_beat(job):
            await manager.finish_job(job=job, status=Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Remove jobs that ended badly or were cancelled more than a week ago."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def is_beat(job: Job) -> bool:
    """Whether a job was queued by the clock and not by an act: only such jobs carry a lock on being queued twice."""
    return job.queueing_lock is not None
