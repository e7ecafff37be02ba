"""Two records field by field: what either says, how far they agree, and why. The rows of the table `ui/beside.html`.

Used by the pages on which somebody says whether two records are about one person: two tellings, a birth certificate and the list.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AGREES, NEARLY, DIFFERS, UNKNOWN, LEFT = "agrees", "nearly", "differs", "unknown", "left"
WORDS = {
    AGREES: _("agrees"),
    NEARLY: _("nearly agrees"),
    DIFFERS: _("differs"),
    UNKNOWN: _("unknown"),
    LEFT: _("not weighed"),
}


@dataclass(frozen=True)
class Row:
    """One field: what either record says ("" unknown), the mark, the reason in words and its bits (None: not weighed)."""

    label: str
    one: str
    other: str
    mark: str
    why: str | Promise = ""
    bits: float | None = None

    @property
    def said(self) -> str | Promise:
        """The mark in a word."""
        return WORDS[self.mark]
