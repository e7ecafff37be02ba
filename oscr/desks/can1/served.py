"""A document as an answer: the page's context, and the PDF, made when it is asked for and never kept.

The door records each look with its route. A file's name holds the call number and nobody's name.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oscr.desks.can1.blocks import Document
from oscr.notices.pdf import can1_pdf
from oscr.ui.templatetags.ui import exact_time


def texts(title: str, at: datetime) -> dict[str, Any]:
    """What every paper of this room says besides its content."""
    return {
        "lang": get_language() or "en",
        "title": title,
        "confidential": _("Confidential: RSMo 210.150"),
        "page": _("Page {page} of {pages}"),
        "printed": _("This copy was made on %(time)s") % {"time": exact_time(at)},
        "boxes": _("A box stands for a letter that cannot be printed here. OSCR has it as it was typed."),
        "about": _("About"),
        "known": _("What is known"),
    }


def paper(document: Document, at: datetime) -> HttpResponse:
    """The CA/N-1 as PDF/UA, to be saved."""
    content = can1_pdf({**texts(document.title, at), "document": asdict(document)}, at)
    return as_file(content, f"can1-{document.number}.pdf")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A PDF that is saved, by this name, and kept by nobody on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
