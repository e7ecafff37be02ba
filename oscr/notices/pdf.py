"""Records and letters as PDF/UA-1: tagged, with a title and a language, so that a screen reader reads them in order.

Used by the reporter desk. The compiler refuses to make a file that is not accessible, so a letter that no font on this machine
can draw would stop it: such letters are drawn as a box, and the record says so. What people typed goes in as data and is never
read as markup.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).with_name("typst")
MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
BOX = "\u25a1"


def report_pdf(data: Mapping[str, Any]) -> bytes:
    """The record of a report. Takes the texts that report.typ names: title, lang, received, parts of rows, and so on.

    `data["boxes"]` is the sentence that explains the boxes; it is printed only when there are any.
    """
    return _compiled("report.typ", json.dumps(data | {"boxed": False}, ensure_ascii=False), set())


def _compiled(template: str, text: str, scripts: set[str]) -> bytes:
    """Compile; where a font lacks a letter, draw every letter of its script as a box and try again."""
    drawn = "".join(BOX if _script(letter) in scripts else letter for letter in text)
    if scripts:
        drawn = drawn.replace('"boxed": false', '"boxed": true')
    try:
        return typst.compile(TEMPLATES / template, format="pdf", pdf_standards="ua-1", sys_inputs={"data": drawn})
    except typst.TypstError as error:
        lacking = MISSING.search(error.message)
        letters = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), lacking[1]) if lacking else ""
        more = {_script(letter) for letter in letters if not letter.isascii()} - scripts
        if not more:
            raise
        return _compiled(template, text, scripts | more)


def _script(letter: str) -> str:
    """A letter's script by the first word of its Unicode name; letters without a name stand for themselves."""
    return unicodedata.name(letter, letter).split(" ")[0]
