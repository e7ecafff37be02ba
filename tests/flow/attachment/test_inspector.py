"""Files are known by their content and written anew: nothing of camera, place, maker, program or hidden file is left."""

import io
import runpy
import sys
from types import SimpleNamespace

import pikepdf
import pytest
from PIL import Image, ImageCms

from oscr.flow.attachment import inspector
from oscr.flow.attachment.inspector import Unfit, inspect
from tests.flow.attachment import files


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("sent", "kind", "pages"),
    [
        (files.picture(), "jpeg", 1),
        (files.picture("PNG"), "png", 1),
        (files.picture("PNG", mode="RGBA"), "png", 1),
        (files.picture("PNG").replace(b"RGB", b"RGB"), "png", 1),
        (files.heic(), "jpeg", 1),
        (files.fax(3), "pdf", 3),
        (files.picture("TIFF"), "pdf", 1),
        (files.pdf(2), "pdf", 2),
    ],
)
def test_what_people_send_is_taken(sent, kind, pages):
    seen, new = inspect(sent)
    assert (seen.kind, seen.pages, seen.removed) == (kind, pages, [])
    assert new.startswith({"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG", "pdf": b"%PDF-"}[kind])


@pytest.mark.parametrize("form", ["GIF", "BMP", "WEBP"])
def test_other_pictures_are_not_taken(form):
    with pytest.raises(Unfit, match="kind"):
        inspect(files.picture(form))


@pytest.mark.parametrize("sent", [b"", b"MZ harm", b"<svg onload='harm()'/>", b"PK\x03\x04", b" %PDF-1.7", b"<html>"])
def test_what_is_no_picture_or_pdf_is_not_taken(sent):
    with pytest.raises(Unfit, match="kind"):
        inspect(sent)


def test_a_telephone_photograph_loses_camera_and_place_and_stands_upright():
    sent = files.telephone()
    assert files.MARK.encode() in sent
    _seen, new = inspect(sent)
    assert files.MARK.encode() not in new
    assert dict(opened(new).getexif()) == {}
    assert opened(new).size == (40, 60)


def test_bytes_after_a_picture_are_left_behind():
    for form in ("JPEG", "PNG"):
        _seen, new = inspect(files.picture(form) + b"PK\x03\x04 hidden archive")
        assert b"hidden archive" not in new


def test_colours_are_those_that_the_camera_meant():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _seen, new = inspect(files.picture(icc_profile=profile, quality=95))
    red, green, _blue = opened(new).getpixel((5, 20))
    assert red > 240
    assert green < 15
    assert "icc_profile" not in opened(new).info
    inspect(files.picture(icc_profile=b"no profile"))  # one that is broken is let go of


def test_other_colour_spaces_become_plain():
    assert opened(inspect(files.picture(mode="CMYK"))[1]).mode == "RGB"
    assert opened(inspect(files.picture(mode="L"))[1]).mode == "RGB"
    palette = opened(files.picture("PNG")).convert("P")
    made = io.BytesIO()
    palette.save(made, "PNG", transparency=0)
    assert opened(inspect(made.getvalue())[1]).mode == "RGBA"


def test_a_photograph_kept_as_png_becomes_a_jpeg_where_it_is_too_large(monkeypatch):
    monkeypatch.setattr(inspector, "LARGEST_PNG", 10)
    assert inspect(files.picture("PNG"))[0].kind == "jpeg"


@pytest.mark.parametrize(
    "sent", [files.picture()[:300], files.picture("PNG")[:60], files.pdf()[:200], b"%PDF-1.7\n%%EOF"]
)
def test_half_a_file_is_damaged(sent):
    with pytest.raises(Unfit, match="damaged"):
        inspect(sent)


def test_too_many_dots_are_refused_before_they_are_decoded():
    with pytest.raises(Unfit, match="pixels"):
        inspect(files.wide(inspector.MOST_PIXELS + 1))


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr(inspector, "MOST_PAGES", 2)
    assert inspect(files.pdf(2))[0].pages == 2
    for sent in (files.pdf(3), files.fax(3)):
        with pytest.raises(Unfit, match="pages"):
            inspect(sent)


def test_a_pdf_without_a_page_is_damaged():
    with pytest.raises(Unfit, match="damaged"):
        inspect(files.pdf(0))


def test_too_many_objects(monkeypatch):
    monkeypatch.setattr(inspector, "MOST_OBJECTS", 3)
    with pytest.raises(Unfit, match="heavy"):
        inspect(files.pdf(2))


def test_a_part_that_unpacks_to_more_than_a_page_can_need(monkeypatch):
    monkeypatch.setattr(inspector, "MOST_UNPACKED", 1 << 21)
    assert inspect(files.bomb(1 << 21))[0].pages == 1
    sent = files.bomb(1 << 22)
    assert len(sent) < 10_000
    with pytest.raises(Unfit, match="heavy"):
        inspect(sent)


def test_a_part_that_outgrows_the_memory_is_no_part_that_cannot_be_read():
    class Part:
        def read_bytes(self):
            raise pikepdf.PdfError("stream (object 4,0, offset 287): std::bad_alloc")

    with pytest.raises(Unfit, match="heavy"):
        inspector._unpacked(Part())


def test_a_picture_inside_a_pdf_is_counted_by_its_dots():
    def put(made):
        part = pikepdf.Stream(made, files.picture())
        part.Width, part.Height, part.Filter = 100_000, 100_000, pikepdf.Name.DCTDecode
        made.pages[0].obj.Picture = made.make_indirect(part)

    with pytest.raises(Unfit, match="pixels"):
        inspect(files.pdf(1, put))


def test_a_scan_inside_a_pdf_stays_as_it_was_packed():
    _seen, new = inspect(inspect(files.fax(1))[1])
    assert b"CCITTFaxDecode" in new


def test_programs_and_files_are_taken_out_of_a_pdf():
    sent = files.pdf(1, files.armed)
    seen, new = inspect(sent)
    assert seen.removed == ["file", "program"]
    with pikepdf.open(io.BytesIO(new)) as clean:
        flat = clean.Root.unparse(resolved=True) + b"".join(one.unparse(resolved=True) for one in clean.objects)
        assert len(clean.attachments) == 0
    for word in (
        b"JavaScript",
        b"/JS",
        b"Launch",
        b"harm",
        b"EmbeddedFile",
        b"OpenAction",
        b"/AA",
        b"SubmitForm",
        b"RichMedia",
    ):
        assert word not in flat
    assert files.MARK.encode() not in flat


def test_what_comes_back_after_it_was_taken_out_is_refused(monkeypatch):
    monkeypatch.setattr(inspector, "_stripped", lambda pdf: {"program"})
    with pytest.raises(Unfit, match="damaged"):
        inspect(files.pdf())


def test_a_password_locks_and_a_lock_without_one_is_taken_off():
    locked = pikepdf.Encryption(owner="o", user="secret")
    with pytest.raises(Unfit, match="locked"):
        inspect(files.pdf(encryption=locked))
    _seen, new = inspect(files.pdf(encryption=pikepdf.Encryption(owner="o", user="")))
    assert b"/Encrypt" not in new


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (files.picture(), b'{"kind": "jpeg", "pages": 1, "removed": []}'),
        (b"MZ", b'{"unfit": "kind"}'),
    ],
)
def test_the_program_answers_with_a_line_and_a_file(monkeypatch, sent, line):
    limits, out = [], io.BytesIO()
    monkeypatch.setattr("resource.setrlimit", lambda which, limit: limits.append(which))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(sent)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    runpy.run_path(inspector.__file__, run_name="__main__")
    assert out.getvalue().partition(b"\n")[0] == line
    assert len(set(limits)) == 4


def test_out_of_memory_is_said(monkeypatch):
    def full(content):
        raise MemoryError

    out = io.BytesIO()
    monkeypatch.setattr(inspector, "confine", lambda: None)
    monkeypatch.setattr(inspector, "inspect", full)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    inspector.main()
    assert out.getvalue() == b'{"unfit": "heavy"}\n'
