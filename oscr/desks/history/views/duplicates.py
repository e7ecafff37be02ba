"""The work queue: pairs that may be one person, proposed by the machine and answered by nobody yet (manual 2.1.1)."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from oscr.desks.doors import reads
from oscr.desks.history import waiting
from oscr.flow.history import pairs

PAGE = 25


@reads()
def duplicates(request):
    """The pairs of everybody, of the viewer's offices or of one office: what the guarded rule vouches for, then the likeliest."""
    chosen = waiting.queue(request.user, request.GET.get("queue", ""))
    page = Paginator(chosen.waits, PAGE).get_page(request.GET.get("page"))
    shown = pairs.shown(page.object_list, request.user)
    numbers = {number for pair in shown for number in pair.numbers}
    request.found_beside = numbers, sum(pair.restricted for pair in shown)
    context = {
        "page": page,
        "rows": [(pair, waiting.address(pair, chosen.key)) for pair in shown],
        "guarded": chosen.waits.filter(guarded=True).count(),
        "choices": waiting.choices(request.user),
        "key": chosen.key,
        "here": "duplicates",
    }
    return TemplateResponse(request, "history/duplicates.html", context)


@reads()
def next_pair(request):
    """On from a pair that was answered to the one after it; back to the queue where no other waits."""
    chosen = waiting.queue(request.user, request.GET.get("queue", ""))
    pair = waiting.following(chosen, request.user, waiting.proposal(request.GET.get("after", "")))
    back = reverse("history:duplicates", query={"queue": chosen.key})
    return HttpResponseRedirect(waiting.address(pair, chosen.key) if pair else back)
