"""Reports that a late discovery put to the hotline's supervisors again: the list of those nobody answered, and each with its calls.

The machine classifies nothing anew (RSMo 210.145.6, .9; manual 2.1.1, 2.1.4.1): a supervisor looks, acts, and says what was found.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.history import actions, mentions, repeats
from oscr.flow.history.models import Reopened, ReopenedAnswered
from oscr.ui.forms import Words

MOST = 100  # shown in the list


class Finding(forms.Form):
    """What a supervisor found."""

    finding = Words(
        label=gettext_lazy("What did you find, and what was done?"),
        lines=3,
        required=True,
        max_length=2000,
        error_messages={"required": gettext_lazy("Say what you found, and what is to be done.")},
    )


@reads()
def reopened(request):
    """Those that nobody has answered, the oldest first; names nobody."""
    waiting = Reopened.objects.visible_to(request.user).open()
    rows = list(waiting.select_related("report", "involvement", "by", "decision__by")[:MOST])
    grounds = repeats.standing(rows)
    context = {"rows": [(row, grounds[row.pk]) for row in rows], "total": waiting.count(), "here": "reopened"}
    return TemplateResponse(request, "history/reopened.html", context)


@writes(Reopened, key="pk")
def answer(request, row):
    """One of them: the report as it was decided, the calls that speak against it, and the form to answer."""
    form = Finding(stash.typed(request))
    said = {"reopened": row, "seen": _seen(request), "by": request.user, "at": request.at}
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.answer, finding=form.cleaned_data["finding"], **said)
    ):
        messages.success(request, _("Answered. What you found stands on the report's page."))
        return HttpResponseRedirect(reverse("history:reopened"))
    ground = repeats.standing([row])[row.pk]
    because = [one.participant_id for one in ground.because] if ground else []
    request.found_beside = ({one.report.number for one in ground.because} if ground else set()) | {row.report.number}, 0
    context = {
        "row": row,
        "own": mentions.of_tellings([row.involvement.participant_id], request.user).seen,
        "others": mentions.of_tellings(because, request.user).seen,
        "holds": ground is not None,
        "seen": " ".join(str(key) for key in ground.rests_on) if ground else "",
        "answered": ReopenedAnswered.objects.filter(reopened=row).select_related("by").first(),
        "form": form,
        "here": "reopened",
    }
    return TemplateResponse(request, "history/reopening.html", context)


def _seen(request) -> set[int]:
    """The other reports (keys) that the page showed whoever answers."""
    keys = request.POST.get("seen", "").split()
    return {int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19}
