"""The demonstration's mail box: takes every e-mail OSCR sends, keeps it as a file and delivers it to nobody.

Started by `oscr run` as a process of its own, and by tests; the page /demo/mail/ shows what it kept. A message is on
the disk before the sender is told that it was taken, so that a kill at any moment loses none.
"""

import argparse
import os
import secrets
import signal
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 10 * 1024 * 1024


class Keeper:
    """What the mail server does with a message: writes it to ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - the library's signature
        """Keep one message; "250" only when it is on the disk."""
        keep(self.folder, envelope.content or b"")
        return "250 kept"


def keep(folder: Path, content: bytes) -> Path:
    """Write one message durably; files sort by the time they came. Returns its path."""
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    half, whole = folder / f"{name}.part", folder / f"{name}.eml"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(whole)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return whole


def server(folder: Path, port: int) -> Controller:
    """A mail server on this machine, not yet started."""
    return Controller(Keeper(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST, ready_timeout=10)


def main() -> None:
    """Serve on this machine until told to stop."""
    parser = argparse.ArgumentParser(description="Mail box of the OSCR demonstration")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before the server's thread starts, which inherits it
    running = server(options.folder, options.port)
    running.start()
    signal.sigwait(ends)
    running.stop()


if __name__ == "__main__":
    main()
