"""Where this checkout keeps what it makes while running: the embedded database, the demonstration's mail, its secrets.

Used by settings, database and run. Nothing is written in the checkout or anywhere else in a home folder; one folder a
checkout, so that two checkouts on one machine never share data. Importing this module writes nothing: ``prepare`` does.
"""

import hashlib
import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def checkout_mark() -> str:
    """Eight hex digits that tell this checkout from others on the machine."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def folder() -> Path:
    """The state folder: OSCR_STATE, else below /var/lib for root, else below the user's XDG state folder."""
    if given := os.environ.get("OSCR_STATE"):
        return Path(given).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/oscr") / checkout_mark()
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(base).expanduser() / "oscr" / checkout_mark()


def prepare() -> Path:
    """Make the state folder and the secrets in it, where missing; return it.

    Others may pass through it (as root the database runs as another user) but not list it; each secret is its owner's
    alone.
    """
    state = folder()
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o711)
    for name in ("secret_key", "seal_key"):
        _write_once(state / name, secrets.token_urlsafe(48) if name == "secret_key" else secrets.token_hex(32))
    return state


def secret(name: str, env: str) -> str:
    """A secret from the environment variable ``env``, else from the state folder, else "".

    Commands that keep nothing need none (checks, types, help); whatever keeps data calls ``prepare`` first or is given
    one.
    """
    if given := os.environ.get(env):
        return given
    kept = folder() / name
    try:
        return kept.read_text()
    except OSError:
        return ""


def _write_once(path: Path, text: str) -> None:
    """Write a file of the owner's alone; whoever comes second keeps what the first wrote."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)
