"""A state folder of a test's own, where the embedded database can run whoever runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def own_state() -> Iterator[Path]:
    """A new folder directly below /tmp: as root the database runs as another user, whom pytest's own folders shut out."""
    folder = Path(tempfile.mkdtemp(prefix="oscr-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
