"""Files are counted while they arrive: one that is too large is let go of, and how much of it is still read has an end."""

import io
import tracemalloc

import pytest
from django.core.files.uploadhandler import StopUpload
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from oscr.config import uploads

LIMIT = 10 << 20


def handler(announced: int) -> uploads.Limited:
    made = uploads.Limited(RequestFactory().post("/"))
    made.handle_raw_input(io.BytesIO(), {}, announced, b"")
    return made


def begin(made: uploads.Limited) -> None:
    made.new_file("file", "x.pdf", "application/pdf", None)


def test_a_file_within_the_limit_is_kept():
    made = handler(LIMIT)
    begin(made)
    made.receive_data_chunk(b"ab", 0)
    made.receive_data_chunk(b"c", 2)
    assert made.file_complete(3).read() == b"abc"
    assert not hasattr(made.request, "too_large")


def test_the_first_byte_beyond_the_limit_ends_it():
    made = handler(LIMIT + 1)
    begin(made)
    made.receive_data_chunk(bytes(LIMIT), 0)
    with pytest.raises(StopUpload):
        made.receive_data_chunk(b"x", LIMIT)
    assert made.request.too_large


class Zeros(io.RawIOBase):
    """So many bytes without a line end, handed out in pieces; remembers how many were asked for at most."""

    def __init__(self, size: int) -> None:
        self.left, self.largest = size, 0

    def read(self, size: int = -1) -> bytes:
        given = min(size if size >= 0 else self.left, self.left)
        self.left, self.largest = self.left - given, max(self.largest, given)
        return bytes(given)

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("a file without line ends is one line")


@pytest.mark.parametrize(
    ("announced", "left"), [(200 << 20, 0), (uploads.DRAINED, 0), (uploads.DRAINED + (9 << 20), 9 << 20)]
)
def test_what_announces_itself_too_large_is_thrown_away_piece_by_piece_up_to_an_end(announced, left):
    made, coming = handler(announced), Zeros(announced)
    made.coming = coming
    with pytest.raises(StopUpload):
        begin(made)
    assert made.request.too_large
    assert coming.left == left
    assert coming.largest == uploads.PIECE


def test_a_page_is_read_with_a_file_of_two_hundred_megabytes_and_little_memory(settings):
    """As the web server hands it over: the words before the file are there, nothing of the file is."""
    head = b'--B\r\nContent-Disposition: form-data; name="shows"\r\n\r\nA letter\r\n--B\r\n'
    head += b'Content-Disposition: form-data; name="file"; filename="film.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    body = Zeros(200 << 20)
    first, rest = io.BytesIO(head), body.read
    body.read = lambda size=-1: first.read(size) or rest(size)
    request = WSGIRequest({
        "REQUEST_METHOD": "POST", "wsgi.input": body, "CONTENT_LENGTH": str(len(head) + body.left),
        "CONTENT_TYPE": "multipart/form-data; boundary=B",
    })  # fmt: skip
    tracemalloc.start()
    assert request.POST["shows"] == "A letter"
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert request.too_large
    assert not request.FILES
    assert most < 8 << 20
    assert body.left == 0


def test_the_store_is_the_database_unless_a_bucket_is_named():
    assert uploads.STORE == {"BACKEND": "oscr.flow.attachment.storing.DatabaseStorage"}
