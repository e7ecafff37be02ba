"""The law's own words in the language of the page.

The law is data in English, with a citation on every item; what a reporter is asked of it is translated here, in spanish.toml.
A sentence that nobody has translated yet is shown in English rather than not at all.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@cache
def spanish() -> dict[str, str]:
    """English sentence to Spanish sentence."""
    return tomllib.loads(Path(__file__).with_name("spanish.toml").read_text("utf-8"))


def said(text: str) -> str:
    """A sentence of the law's data in the reader's language."""
    return spanish().get(text, text) if (get_language() or "").startswith("es") else text
