"""Reading a PDF in tests: its text page by page, and its tree of tags."""

from io import BytesIO

import pikepdf
import pypdfium2


def pages(content: bytes) -> list[str]:
    """The text of each page, words with single spaces."""
    found = [page.get_textpage().get_text_range() for page in opened(content)]
    return [" ".join(text.replace("\u200b", "").split()) for text in found]


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """Its pages."""
    return pypdfium2.PdfDocument(content)


def tags(content: bytes) -> list[str]:
    """The tags in reading order, each with its parents: Document/Table/THead/TR/TH."""
    with pikepdf.open(BytesIO(content)) as opened:
        return list(_below(opened.Root.StructTreeRoot.K, ""))


def _below(node, above: str):
    for one in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            path = f"{above}{str(one.S).removeprefix('/')}"
            yield path
            if "/K" in one:
                yield from _below(one.K, path + "/")
