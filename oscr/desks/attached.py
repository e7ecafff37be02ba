"""Adding a file and giving it out, as every desk does it: the form, what is shown of a file, and the answer that carries its content.

Used by the reporter's, the hotline's and the county's desk. A file is never named as its owner named it, and never opens inside our
pages: the browser is told to run nothing and to trust nothing in it.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oscr.desks import stash
from oscr.flow.attachment.actions import content_of
from oscr.flow.attachment.looking import WHY
from oscr.flow.attachment.models import Attachment, Kind
from oscr.ui.forms import Choice, Words

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.tif,.tiff,application/pdf,image/jpeg,image/png,image/heic,image/tiff"
ENDINGS = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}
TAKEN_OUT = {
    "program": gettext_lazy("a program was taken out of it"),
    "file": gettext_lazy("another file inside it was taken out"),
}


class FileForm(forms.Form):
    """One file with a word about it. The file comes last: should it be too large, what was typed before it is there."""

    use_required_attribute = False
    shows = Words(
        label=gettext_lazy("What does it show?"),
        help_text=gettext_lazy("A few words, for example: the letter, page 1 and 2; a bruise on the left arm."),
    )
    names = Choice(
        label=gettext_lazy("Can one see on it who reports: a name, a signature, a letterhead?"),
        help_text=gettext_lazy("If so, it is kept sealed as the name is."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, JPEG, PNG, TIFF or HEIC, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": gettext_lazy("Choose a file. If you chose one before, choose it once more."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def __init__(self, request: HttpRequest | None = None, **kwargs) -> None:
        posted = request is not None and request.method == "POST"
        kept = (
            None if request is None or posted else stash.take(request, request.path)
        )  # typed before a log-in came between
        kwargs["initial"] = kept.dict() if kept else {}
        super().__init__(request.POST if posted else None, request.FILES if posted else None, **kwargs)
        self.too_large = getattr(request, "too_large", False)  # said while the page was read, just now or before
        self.fields["file"].required = not self.too_large
        told = {"data-most": settings.ATTACHMENT_BYTES, "data-too-large": WHY["large"]}  # for ui/upload.js
        self.fields["file"].widget.attrs |= told

    def clean_file(self):
        """The file; one that was let go of while it came in is no missing one."""
        if self.too_large:
            raise forms.ValidationError(WHY["large"])
        return self.cleaned_data["file"]

    def said(self) -> dict[str, Any]:
        """What `attach` asks for; whoever does not know whether it names the reporter has it sealed."""
        said = self.cleaned_data
        return {"sent": said["file"].read(), "shows": said["shows"], "names_reporter": said["names"] != "no"}


@dataclass(frozen=True)
class Row:
    """One file in words."""

    attachment: Attachment
    title: str
    about: str
    open: bool


def rows(attachments, *, sealed: bool = False) -> list[Row]:
    """These files in words. With `sealed`, what may show who reported is named and cannot be opened."""
    return [_row(one, opened=not sealed or one.is_cleared) for one in attachments]


def _row(one: Attachment, *, opened: bool) -> Row:
    pages = ngettext("%(n)d page", "%(n)d pages", one.pages) % {"n": one.pages} if one.kind == Kind.PDF else ""
    removed = [str(TAKEN_OUT[what]) for what in one.removed]
    about = [str(one.get_kind_display()), pages, filesizeformat(one.size), *removed]
    return Row(one, one.shows or _("File %(n)d") % {"n": one.place}, ", ".join(filter(None, about)), opened)


def served(request: HttpRequest, attachment: Attachment, number: str) -> HttpResponse:
    """The content of a file: a picture is shown by itself, a PDF is saved; the record says which file was looked at."""
    request.looked_at = {"place": attachment.place}
    response = HttpResponse(content_of(attachment), content_type=attachment.mime)
    how = "attachment" if attachment.kind == Kind.PDF else "inline"
    name = f"{number}-{attachment.place}.{ENDINGS[Kind(attachment.kind)]}"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
