"""Writing: the files of a version, and one of them as text. Saving makes a new version; nothing that was saved is changed."""

import re

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import ProtocolVersion
from oscr.agency.versions import source_of
from oscr.desks import stash
from oscr.desks.agency.asked import digest_asked
from oscr.desks.agency.forms import FileForm
from oscr.desks.agency.reading import slug_of
from oscr.desks.doors import reads, writes
from oscr.flow.publishing.actions import Unreadable, write_version
from oscr.law.protocol import ProtocolFault
from oscr.law.protocol.text.reading import Source
from oscr.law.refusal import Refused

AROUND = 3  # lines shown before and after the one with the fault
NEW_PATHWAY = re.compile(r"pathways_[a-z][a-z0-9_-]{1,40}")
SKELETON = """[defaults]
from = 2026-01-01
provenance = "authored"
approved = false
scope = "child"

[[pathway]]
id = ""
plain = ""
words = []
ask = []
cite = ""

[[fact]]
id = ""
ask = ""
screener = ""
cite = ""

[[condition]]
id = ""
text = ""
ground = ""
cite = ""
note = ""
all = []
"""


@reads()
def files(request, pk: int):
    """Every file of a version, with what stands in it; asked for a new pathway, the way to its empty file."""
    source = source_of(digest_asked(pk))
    wanted = slug_of(f"pathways/{request.GET.get('new', '').strip().lower().replace(' ', '-')}.toml")
    if request.user.is_analyst and NEW_PATHWAY.fullmatch(wanted):
        return HttpResponseRedirect(reverse("agency:file", args=[pk, wanted]))
    rows = [
        {"name": name, "slug": slug_of(name), "lines": text.count("\n"), "items": _items(source, name)}
        for name, text in source.files.items()
    ]
    return render(request, "agency/files.html", {"pk": pk, "rows": rows, "here": "versions"})


@writes()
def file(request, pk: int, name: str):
    """One file. Saved, it is a new version; refused, everything typed stands there still, with the fault beside it."""
    source = source_of(digest_asked(pk))
    path = _path(source, name)
    text = source.files.get(path, SKELETON)
    form = FileForm(stash.typed(request), initial={"text": text})
    fault = None
    if request.method == "POST" and form.is_valid():
        made, fault = _saved(form, source, path, request)
        if made:
            messages.success(
                request, _("Saved as version %(number)d. Here is what it would change.") % {"number": made.pk}
            )
            return HttpResponseRedirect(reverse("agency:version", args=[made.pk]))
    context = {
        "pk": pk,
        "path": path,
        "form": form,
        "fault": fault,
        "excerpt": _excerpt(fault, source, path, form) if fault else [],
        "here": "versions",
    }
    return render(request, "agency/file.html", context)


def _path(source: Source, name: str) -> str:
    """The file that an address names: one of the version, or that of a pathway that does not exist yet."""
    path = next((path for path in source.files if slug_of(path) == name), None)
    if path is None and not NEW_PATHWAY.fullmatch(name):
        raise Http404
    return path or f"pathways/{name.removeprefix('pathways_')}.toml"


def _items(source: Source, name: str) -> dict[str, int]:
    """How many entries of each kind a file has."""
    kinds = [entry.kind for entry in source.entries if entry.file == name]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _saved(form: FileForm, source: Source, path: str, request) -> tuple[ProtocolVersion | None, ProtocolFault | None]:
    told = {"based_on": source.hash, "file": path, **form.cleaned_data, "by": request.user, "at": request.at}
    try:
        with transaction.atomic():
            return write_version(**told), None
    except Unreadable as unreadable:
        form.add_error("text", str(unreadable))
        return None, unreadable.fault
    except Refused as refused:
        form.add_error(refused.field, str(refused))
        return None, None


def _excerpt(fault: ProtocolFault, source: Source, path: str, form: FileForm) -> list[tuple[int, str, bool]]:
    """The lines around a fault: number, text, and whether it is the one."""
    typed = form["text"].value().replace("\r\n", "\n")
    lines = (typed if fault.file == path else source.files.get(fault.file, "")).split("\n")
    first = max(1, fault.line - AROUND)
    return [
        (number, lines[number - 1], number == fault.line)
        for number in range(first, min(len(lines), fault.line + AROUND) + 1)
        if fault.line
    ]
