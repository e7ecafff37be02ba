"""The overview: how the shift stands now, and how the promise of 1 to 3 hours is kept (OSCR FAQ). A screener sees their own line.

Figures of the hotline, not of people: who is here, what they hold and how many they decided today, and nothing else of anybody
(see `oscr.flow.quality.overview` for what is left out on purpose). The list of claims is there to be acted on: a release goes from it.
"""

from datetime import timedelta

from django.shortcuts import render

from oscr.agency import versions
from oscr.agency.permissions import Permission, can
from oscr.desks.doors import reads
from oscr.desks.hotline import overseeing
from oscr.flow.quality import overview as figures
from oscr.law import promise


@reads()
def overview(request):
    """The page; htmx asks for its figures alone every 30 seconds."""
    queue = figures.queue(request.user, request.at)
    context = {"here": "overview", **_queue(queue), "mine": figures.myself(request.user, queue, request.at)}
    if can(request.user, Permission.OVERSEE):
        context |= {"oversees": True, **_shift(request, queue), **_history(request.at)}
    return render(request, "hotline/overview.html#figures" if request.htmx else "hotline/overview.html", context)


def _queue(queue) -> dict:
    return {
        "waiting": len(queue.ages),
        "median": figures.percentile(queue.ages, 0.5),
        "ninth": figures.percentile(queue.ages, 0.9),
        "oldest": queue.ages[0] if queue.ages else None,
        "ages": overseeing.ages(queue),
    }


def _shift(request, queue) -> dict:
    """What a supervisor acts on now."""
    proposals, doubts = figures.for_supervisors(request.user)
    return {
        "long": [one for one in queue.held if one.for_long(request.at)],
        "limit": promise.HELD_TOO_LONG,
        "people": figures.here(queue, request.at),
        "lately": figures.LATELY,
        "alerts": figures.unacknowledged(request.user),
        "proposals": proposals,
        "doubts": doubts,
    }


def _history(at) -> dict:
    """Today and the last 28 days."""
    law = versions.in_force(at)
    counted = figures.against_protocol(at)
    today = figures.processed(figures.midnight_before(at), at)
    lately = figures.processed(at - timedelta(days=figures.DAYS), at)
    return {
        "waits": overseeing.waits(figures.waits(at)),
        "outcomes": overseeing.outcomes(law, figures.outcomes(at), at),
        "promise": overseeing.promise_curve(today, lately),
        "days": overseeing.by_day(figures.by_day(at)),
        "moved": overseeing.moved(law, counted),
        "against": overseeing.against(law, counted),
    }
