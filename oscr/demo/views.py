"""The demonstration's own pages: the mail that OSCR sent, and the codes that its staff would read off their phones.

Both exist only where OSCR_DEMO=1; in service these addresses answer 404. They show invented people only.
"""

import time
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oscr.demo.codes import PERIOD, all_codes

SHOWN = 200


@dataclass(frozen=True)
class Mail:
    """One message as the pages show it."""

    name: str
    message: EmailMessage

    @property
    def title(self) -> str:
        """The subject; a text message to a telephone has none and is its own title."""
        return self.message["Subject"] or f"Text message: {self.text.strip()}"

    @property
    def text(self) -> str:
        """The plain text of it."""
        part = self.message.get_body(("plain", "html"))
        return part.get_content() if part else ""


def mail(request: HttpRequest) -> HttpResponse:
    """All mail, newest first."""
    found = sorted(settings.DEMO_MAIL.glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "demo/mail.html", {"mails": [_read(path) for path in found]})


def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message. 404 when there is none of that name."""
    path = settings.DEMO_MAIL / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return render(request, "demo/message.html", {"mail": _read(path)})


def codes(request: HttpRequest) -> HttpResponse:
    """The second factor of every member of staff of the demonstration, as it is now."""
    now = int(time.time())
    return render(request, "demo/codes.html", {"rows": all_codes(now), "seconds": PERIOD - now % PERIOD})


def _read(path: Path) -> Mail:
    return Mail(path.stem, BytesParser(policy=policy.default).parsebytes(path.read_bytes()))
