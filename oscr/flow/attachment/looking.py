"""Looking at what somebody sent, before it is kept: by `inspector` in a process of its own, and by a virus scanner where there is one.

Used by actions. Raises Refused with a sentence for whoever chose the file; nothing is written.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.law.refusal import Refused

SECONDS = 40  # of the clock on the wall, for a busy machine; inspector.SECONDS counts its own work
INFECTED = 1  # the exit code by which clamdscan and its like say that they found something
WHY = {
    "kind": gettext_lazy(
        "This is no PDF, JPEG, PNG, TIFF or HEIC file, whatever its name says. Photograph it, or save it as PDF."
    ),
    "damaged": gettext_lazy("This file is damaged: it cannot be read to its end. Scan or save it again."),
    "locked": gettext_lazy("This PDF is locked with a password. Save it without one, or photograph the pages."),
    "pages": gettext_lazy("This file has more than 200 pages. Send the pages that matter."),
    "pixels": gettext_lazy(
        "This picture is too large: more than 50 million dots. Scan it with fewer dots to the inch."
    ),
    "heavy": gettext_lazy("This file is too heavy to look through. Photograph the pages, or print it to a new PDF."),
    "large": gettext_lazy(
        "This file is too large: 10 MB is the most. Photograph the pages that matter, or scan with fewer dots."
    ),
    "virus": gettext_lazy("A virus was found in this file. It was not kept."),
}


@dataclass(frozen=True)
class Looked:
    """A file that may be kept: what it is ("pdf", "jpeg", "png"), what was taken out of it, and how it was written anew."""

    kind: str
    pages: int
    removed: list[str]
    content: bytes
    sent_sha256: str

    @property
    def sha256(self) -> str:
        """The digest of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def look(sent: bytes) -> Looked:
    """What was sent, known and written anew. Raises Refused (field "file") for what is not taken."""
    if len(sent) > settings.ATTACHMENT_BYTES:
        raise _refused("large")
    _scan(sent)
    said, new = _inspected(sent)
    if "unfit" in said:
        raise _refused(str(said["unfit"]))
    if len(new) > settings.ATTACHMENT_BYTES:
        raise _refused("large")
    return Looked(**said, content=new, sent_sha256=hashlib.sha256(sent).hexdigest())


def _inspected(sent: bytes) -> tuple[dict[str, Any], bytes]:
    """The inspector's answer; one that was ended for what it took, or died, found the file too heavy."""
    command = [sys.executable, "-m", "oscr.flow.attachment.inspector"]
    bare = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}  # none of our secrets
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, input=sent, capture_output=True, timeout=SECONDS, check=True, cwd=settings.ROOT, env=bare
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {"unfit": "heavy"}, b""
    line, _end, new = done.stdout.partition(b"\n")
    return json.loads(line), new


def _scan(sent: bytes) -> None:
    """Ask the virus scanner of settings.ATTACHMENT_SCAN; without one nothing is asked, and docs/attachments.md says so."""
    if not settings.ATTACHMENT_SCAN:
        return
    try:
        done = subprocess.run(  # noqa: S603 - of our own settings
            settings.ATTACHMENT_SCAN, input=sent, capture_output=True, timeout=SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        done = None
    if done is not None and done.returncode == INFECTED:
        raise _refused("virus")
    if done is None or done.returncode:
        raise Refused(
            _("Files cannot be checked for viruses at this moment. Try again in a few minutes."), field="file"
        )


def _refused(why: str) -> Refused:
    return Refused(str(WHY[why]), field="file")
