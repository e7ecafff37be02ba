"""Files are counted while they arrive: one that is too large is let go of, and how much of it is still read has an end."""

import io

import pytest
from django.core.files.uploadhandler import StopUpload
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


@pytest.mark.parametrize(
    ("announced", "hung_up"), [(200 << 20, False), (uploads.DRAINED, False), (uploads.DRAINED + 1, True)]
)
def test_what_announces_itself_too_large_is_not_even_begun(announced, hung_up):
    made = handler(announced)
    with pytest.raises(StopUpload) as stopped:
        begin(made)
    assert made.request.too_large
    assert stopped.value.connection_reset is hung_up


def test_the_store_is_the_database_unless_a_bucket_is_named():
    assert uploads.STORE == {"BACKEND": "oscr.flow.attachment.storing.DatabaseStorage"}
