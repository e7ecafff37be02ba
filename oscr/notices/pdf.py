"""Records and letters as PDF/UA-1: tagged, with a title and a language, so that a screen reader reads them in order.

Used by the reporter's desk, and by those that print a CA/N-1. Nothing made here is kept. The compiler refuses to make a file
that is not accessible, so a letter that no font on this machine can draw would stop it: such letters are drawn as a box, and the
record says so. What people typed goes in as data and is never read as markup.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).with_name("typst")
LONG_WORD = re.compile(
    r"[^\s\u200b]{30}(?=[^\s\u200b])"
)  # no line is broken inside a word: what is longer would leave its column
MAY_BREAK = "\u200b"
MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
BOX = "\u25a1"


def report_pdf(data: Mapping[str, Any], at: datetime) -> bytes:
    """The record of a report. Takes the texts that report.typ names: title, lang, received, parts of rows, and so on.

    `data["boxes"]` is the sentence that explains the boxes; it is printed only when there are any. `at` is when it is made: the
    same data at the same second give the same bytes.
    """
    return _compiled("report.typ", data, at)


def can1_pdf(data: Mapping[str, Any], at: datetime) -> bytes:
    """A CA/N-1. Takes the texts that can1.typ names and `document`, the blocks of desks.can1 as plain data."""
    return _compiled("can1.typ", data, at)


def release_pdf(data: Mapping[str, Any], at: datetime) -> bytes:
    """The reporter's sealed page under its cover sheet. Takes the texts that release.typ names."""
    return _compiled("release.typ", data, at)


def letter_pdf(data: Mapping[str, Any], at: datetime) -> bytes:
    """A letter of an office. Takes the texts that letter.typ names; `at` is the moment it is made for, so that a copy is the same."""
    return _compiled("letter.typ", data, at)


def _compiled(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    text = json.dumps(_breakable(dict(data) | {"boxed": False}), ensure_ascii=False)
    return _drawn(template, text, int(at.timestamp()), set())


def _breakable(value: Any) -> Any:
    """The same data with places in very long words where a line may end."""
    if isinstance(value, str):
        return LONG_WORD.sub(lambda word: word[0] + MAY_BREAK, value)
    if isinstance(value, Mapping):
        return {key: _breakable(one) for key, one in value.items()}
    return [_breakable(one) for one in value] if isinstance(value, list | tuple) else value


def _drawn(template: str, text: str, second: int, scripts: set[str]) -> bytes:
    """Compile; where a font lacks a letter, draw every letter of its script as a box and try again."""
    drawn = "".join(BOX if _script(letter) in scripts else letter for letter in text)
    if scripts:
        drawn = drawn.replace('"boxed": false', '"boxed": true')
    try:
        made = {"format": "pdf", "pdf_standards": "ua-1", "timestamp": second}
        return typst.compile(TEMPLATES / template, sys_inputs={"data": drawn}, **made)
    except typst.TypstError as error:
        lacking = MISSING.search(error.message)
        letters = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), lacking[1]) if lacking else ""
        more = {_script(letter) for letter in letters if not letter.isascii()} - scripts
        if not more:
            raise
        return _drawn(template, text, second, scripts | more)


def _script(letter: str) -> str:
    """A letter's script by the first word of its Unicode name; letters without a name stand for themselves, pictures for each other."""
    if unicodedata.category(letter) == "So":
        return "So"
    return unicodedata.name(letter, letter).split(" ")[0]
