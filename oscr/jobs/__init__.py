"""What runs by the clock: each job chooses the time and calls one action.

`every_second` sends notices and ends drafts, `every_minute` rings overdue clocks, `nightly` fills the archive, `worker` keeps
the queue of jobs itself healthy. Started by `oscr worker`; as many workers may run as one likes. Nothing here decides anything:
if no worker runs for an hour, reminders are an hour late and every deadline still stands.
"""
