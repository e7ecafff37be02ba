"""The record as a PDF: accessible in any language, whatever was typed."""

import pytest
import typst

from oscr.notices import pdf
from tests.making import NOW

DATA = {
    "lang": "en",
    "title": "Report 26062-00001",
    "received": "Received",
    "printed": "Printed",
    "note": "Keep it safe.",
    "boxes": "A box stands for a letter.",
    "question": "Question",
    "answer": "Answer",
    "page": "Page {page} of {pages}",
}


def made(*texts: str) -> bytes:
    rows = [{"label": "What?", "text": text} for text in texts]
    return pdf.report_pdf({**DATA, "parts": [{"title": "Story", "rows": rows}, {"title": "Nothing", "rows": []}]}, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "#panic() $x$ *b* <l> @ref \\",
        "שלום مرحبا",
        "你好 한국어 ไทย",
        "\U0001f600",
        "\u0378",
        "w " * 100_000,
    ],
    ids=["empty", "plain", "markup", "right to left", "no font", "emoji", "no letter", "long"],
)
def test_whatever_was_typed_becomes_pdf_ua(text):
    made_of = made(text)
    assert made_of.startswith(b"%PDF")
    assert b"pdfuaid" in made_of


def test_letters_without_a_font_are_boxes_and_the_record_says_so(monkeypatch):
    seen = []
    compile_as_is = typst.compile

    def watched(*args, **kwargs):
        seen.append(kwargs["sys_inputs"]["data"])
        return compile_as_is(*args, **kwargs)

    monkeypatch.setattr(typst, "compile", watched)
    made("a \u0378 b")
    assert pdf.BOX in seen[-1]
    assert '"boxed": true' in seen[-1]
    assert '"boxed": false' in seen[0]


def test_a_mistake_of_the_template_is_not_hidden():
    with pytest.raises(typst.TypstError):
        pdf.report_pdf({**DATA, "parts": [{"title": "Story"}]}, NOW)
