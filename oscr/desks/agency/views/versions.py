"""The versions of the protocol: all of them, and one with its check, what it changes, and the two acts that put it in force."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import Nomination, ProtocolVersion, Publication
from oscr.agency.permissions import Permission, can
from oscr.agency.versions import Timeline, numbers, source_of, timeline
from oscr.desks.agency.asked import digest_asked
from oscr.desks.agency.forms import PublishForm
from oscr.desks.agency.trying import shown
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.publishing import actions
from oscr.flow.publishing.trial import trial
from oscr.law.protocol.inforce import shipped

MOST = 100


@dataclass(frozen=True)
class Line:
    """One version in the list. What is shipped has no row while nobody proposed it."""

    number: int
    digest: str
    row: ProtocolVersion | None
    based_on: int | None
    state: str
    mark: str


@reads()
def versions(request):
    """All versions, the newest first, and every publication."""
    laws = timeline()
    rows = list(ProtocolVersion.objects.select_related("by").defer("files")[:MOST])
    known = numbers([*(row.hash for row in rows), *(row.based_on for row in rows), laws.newest])
    waiting = set(Nomination.objects.filter(publication=None).values_list("version", flat=True))
    ever = {digest for _since, digest in laws.published}
    lines = [
        Line(
            row.pk, row.hash, row, known.get(row.based_on), *_state(row.hash, row.pk in waiting, ever, laws, request.at)
        )
        for row in rows
    ]
    if known[shipped().hash] == 0:
        lines.append(Line(0, shipped().hash, None, None, *_state(shipped().hash, False, ever, laws, request.at)))
    context = {
        "lines": lines,
        "publications": Publication.objects.select_related("by", "proposed_by", "version").defer("version__files")[
            :MOST
        ],
        "newest": known[laws.newest],
        "draft": next((line.number for line in lines if line.mark == "draft"), None),
        "may_write": can(request.user, Permission.WRITE_PROTOCOL),
        "here": "versions",
    }
    return render(request, "agency/versions.html", context)


@reads()
def version(request, pk: int):
    """One version: check, what it would change, the stored calls anew; and what may be done with it."""
    return _page(request, pk)


@writes()
def propose(request, pk: int):
    """Propose it; whoever reads this page next may publish it."""
    nomination = actions.propose(digest=digest_asked(pk), by=request.user, at=request.at)
    messages.success(request, _("Proposed. Another analyst can publish it now."))
    return HttpResponseRedirect(reverse("agency:version", args=[nomination.version_id]))


@writes()
def publish(request, pk: int):
    """Publish it; refused, the page comes back with what would change now."""
    form = PublishForm(request.POST)
    row = ProtocolVersion.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    if form.is_valid():
        told = {"version": row, **form.cleaned_data, "by": request.user, "at": request.at}
        if made := attempt(form, actions.publish, **told):
            messages.success(request, _("Published. It decides about every call received from a minute later on."))
            return HttpResponseRedirect(reverse("agency:version", args=[made.version_id]))
    return _page(request, pk, form)


def _page(request, pk: int, form: PublishForm | None = None):
    digest, laws = digest_asked(pk), timeline()
    row = ProtocolVersion.objects.select_related("by").defer("files").filter(hash=digest).first()
    tried = trial(digest, laws, at=request.at)
    nomination = actions.open_nomination(row) if row else None
    known = numbers([laws.newest, *([row.based_on] if row else [])])
    newest = digest == laws.newest
    may_write, may_publish = (
        can(request.user, one) for one in (Permission.WRITE_PROTOCOL, Permission.PUBLISH_PROTOCOL)
    )
    form = form or PublishForm(initial={"against": tried.against})
    if not tried.lowers:
        del form.fields["read_lowered"]
    context = {
        "pk": pk,
        "row": row,
        "digest": digest,
        "files": len(source_of(digest).files),
        "based_on": known.get(row.based_on) if row else None,
        "against": known[laws.newest],
        "newest": newest,
        "publications": row.publications.select_related("by", "proposed_by") if row else [],
        "tried": tried,
        "nomination": nomination,
        "may_write": may_write,
        "may_propose": may_write and not newest and not nomination and not tried.errors,
        "may_publish": may_publish and nomination and nomination.by != request.user and not tried.errors and not newest,
        "form": form,
        "here": "versions",
        **shown(tried, digest, laws, request),
    }
    return render(request, "agency/version.html", context)


def _state(digest: str, proposed: bool, ever: set[str], laws: Timeline, at: datetime) -> tuple[str, str]:
    """What has become of a version: in words, and a mark for the page."""
    if digest == laws.hash_at(at):
        return _("in force"), "force"
    if digest == laws.newest:
        return _("published, in force within a minute"), "force"
    if proposed:
        return _("proposed: waits for a second person"), "proposed"
    if digest in ever:
        return _("was in force"), "was"
    return (_("draft"), "draft") if digest != shipped().hash else (_("shipped with OSCR"), "was")
