"""Where the content of attachments lies: in the database, in the transaction that writes the report.

The default of settings.STORAGES["attachments"]; an S3-compatible store takes its place by a setting. Either holds sealed bytes only.
"""

from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from oscr.flow.attachment.models import Content


class DatabaseStorage(Storage):
    """A file is a row. No address leads to it: who may read it is asked at a door."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":  # noqa: ARG002 - as Django calls it
        return ContentFile(bytes(Content.objects.values_list("sealed", flat=True).get(pk=name)), name)

    def _save(self, name: str, content: IO[Any]) -> str:
        Content.objects.create(name=name, sealed=content.read())
        return name

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already is no error."""
        Content.objects.filter(pk=name).delete()

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return Content.objects.filter(pk=name).exists()
