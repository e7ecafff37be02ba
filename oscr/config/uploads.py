"""How files come in, and where attachments are stored: used by settings.

A file is counted while it arrives. One that is too large is let go of at once, before it is read: what was typed before it on the
page is there, and the page says what was wrong.
"""

import os

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

DRAINED = (
    256 << 20
)  # bytes that are read and thrown away: a browser that still sends hears no answer; from more we hang up
PIECE = 1 << 16

_BUCKET = os.environ.get("OSCR_S3_BUCKET", "")
_S3 = {
    "bucket_name": _BUCKET,
    "endpoint_url": os.environ.get("OSCR_S3_ENDPOINT") or None,
    "region_name": os.environ.get("OSCR_S3_REGION") or None,
    "access_key": os.environ.get("OSCR_S3_KEY") or None,
    "secret_key": os.environ.get("OSCR_S3_SECRET") or None,
    "default_acl": "private",
    "querystring_auth": True,
    "file_overwrite": False,
}
STORE = (
    {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _S3}
    if _BUCKET
    else {"BACKEND": "oscr.flow.attachment.storing.DatabaseStorage"}
)


class Limited(FileUploadHandler):
    """Keeps one file of at most settings.ATTACHMENT_BYTES in memory, and sets `request.too_large` for anything beyond.

    A second file of the same page counts together with the first: no page of ours asks for two.
    """

    def __init__(self, request=None) -> None:
        super().__init__(request)
        self.size = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:  # noqa: ARG002, N803 - as Django calls it
        """Remember where it comes from and how much is announced."""
        self.coming, self.announced = input_data, content_length

    def new_file(self, *args, **kwargs) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.chunks: list[bytes] = []
        if self.announced > settings.ATTACHMENT_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            self._too_large()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - as Django calls it
        """Keep a piece, or let go of the whole."""
        self.size += len(raw_data)
        if self.size > settings.ATTACHMENT_BYTES:
            self._too_large()
        self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:  # noqa: ARG002 - as Django calls it
        """The file, for the form."""
        return SimpleUploadedFile(self.file_name, b"".join(self.chunks), self.content_type)

    def _too_large(self) -> None:
        self.request.too_large = True
        left = DRAINED
        while left > 0 and (thrown_away := self.coming.read(PIECE)):
            left -= len(thrown_away)
        # "reset": or Django reads the rest line by line, and a file without line ends into memory as one line
        raise StopUpload(connection_reset=True)
