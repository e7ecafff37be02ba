"""`oscr births`: the list goes to the Registrar, birth records come back; each file whole or not at all.

Used by the command line and by whatever starts it at night. A file that comes in has a manifest beside it that says its format,
its batch, how many rows it has and its SHA-256: a file that was cut or changed on its way is refused. docs/birth-match.md
describes every column. Rules and rows are of `oscr.flow.birth_match`.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from oscr.config import database
from oscr.config.people.files import lines, refuse, stop_at_many
from oscr.config.protocol.inputs import NotUnderstood
from oscr.law.calendar import local
from oscr.law.refusal import Refused

LIST, BIRTHS = "oscr-listed 1", "oscr-births 1"
ROOM = "oscr.flow.birth_match"
CHUNK = 1 << 20  # bytes


@dataclass(frozen=True)
class Manifest:
    """What the sender says of a file."""

    batch: str
    replaces: str
    rows: int
    sha256: str
    first: date | None
    last: date | None


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Teach ``oscr births`` its verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, does: Callable[[argparse.Namespace], None], told: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=told, description=told)
        added.add_argument("--by", metavar="EMAIL", help="the member of staff who does it (nobody: the machine)")
        added.set_defaults(verb=lambda options: _done(does, options))
        return added

    listed = verb("list", _list, "add people of the two statutory categories to the list")
    listed.add_argument("file", type=Path, metavar="CSV", help="with its manifest beside it: FILE.manifest.json")
    taken = verb("import", _import, "take in the Registrar's birth records and find pairs for people to verify")
    taken.add_argument("file", type=Path, metavar="CSV", help="with its manifest beside it: FILE.manifest.json")
    given = verb("export", _export, "write today's list for the Registrar, with its manifest")
    given.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    found = verb(
        "findings", _findings, "write the Division's own findings that still count, for whoever completes the list"
    )
    found.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    off = verb("delist", _delist, "take an entry off the list")
    off.add_argument("entry")
    off.add_argument("--reason", required=True)


def _done(does: Callable[[argparse.Namespace], None], options: argparse.Namespace) -> int:
    try:
        with database.running():
            django.setup()
            does(options)
    except Refused as refused:
        raise NotUnderstood(str(refused)) from None
    return 0


def _list(options: argparse.Namespace) -> None:
    read = import_string(f"{ROOM}.files.listed")
    at = timezone.now()
    manifest = _manifest(options.file, LIST)
    columns = import_string(f"{ROOM}.files.LISTED")
    rows = _rows(options.file, columns, "entry", manifest, lambda line: read(line, local(at).date()))
    take = import_string(f"{ROOM}.taking_in.take_list")
    _say(take(name=manifest.batch, digest=manifest.sha256, rows=rows, by=_by(options), at=at))


def _import(options: argparse.Namespace) -> None:
    read = import_string(f"{ROOM}.files.birth")
    at = timezone.now()
    manifest = _manifest(options.file, BIRTHS)
    columns = import_string(f"{ROOM}.files.BIRTHS")
    period = manifest.first, manifest.last
    rows = _rows(options.file, columns, "certificate", manifest, lambda line: read(line, local(at).date(), *period))
    take = import_string(f"{ROOM}.taking_in.take_births")
    told = {"name": manifest.batch, "digest": manifest.sha256, "replaces": manifest.replaces}
    _say(take(**told, rows=rows, by=_by(options), at=at))


def _export(options: argparse.Namespace) -> None:
    options.to.mkdir(parents=True, exist_ok=True)
    at = timezone.now()
    kept, content = import_string(f"{ROOM}.actions.export")(by=_by(options), at=at)
    path = options.to / f"birth-match-list-{kept.day}.csv"
    form = import_string(f"{ROOM}.listing.FORMAT")
    said = {"format": form, "file": path.name, "made_at": at.isoformat(), "day": str(kept.day)}
    _write(path, content)
    _write(
        path.with_suffix(".manifest.json"),
        (json.dumps(said | {"rows": kept.rows, "sha256": kept.digest}, indent=2) + "\n").encode(),
    )
    print(f"{path}: {kept.rows} people, SHA-256 {kept.digest}")


def _findings(options: argparse.Namespace) -> None:
    by = _by(options)
    if by is None:
        raise NotUnderstood("say who is given it: --by EMAIL")
    options.to.mkdir(parents=True, exist_ok=True)
    at = timezone.now()
    rows, content = import_string("oscr.flow.conclusion.registry.findings")(by=by, at=at)
    path = options.to / f"birth-match-findings-{local(at).date()}.csv"
    _write(path, content)
    print(f"{path}: {rows} people")


def _delist(options: argparse.Namespace) -> None:
    listed = apps.get_model("birth_match", "Listed").objects.filter(entry=options.entry).first()
    if listed is None:
        raise NotUnderstood(f"there is no entry '{options.entry}'")
    delist = import_string(f"{ROOM}.actions.delist")
    delist(listed=listed, reason=options.reason, by=_by(options), at=timezone.now())
    print("Taken off the list.")


def _by(options: argparse.Namespace) -> Any:
    if not options.by:
        return None
    found = apps.get_model("agency", "User").objects.filter(email=options.by).first()
    if found is None:
        raise NotUnderstood(f"nobody of the staff is called {options.by}")
    return found


def _say(taken: Any) -> None:
    batch = taken.batch
    if not taken.new:
        print(
            f"Nothing was changed: this file was taken in as batch '{batch.name}' on {local(batch.at):%Y-%m-%d %H:%M}."
        )
        return
    print(f"Batch '{batch.name}' taken in: {batch.rows} rows, {taken.pairs} pairs to be verified.")


# --- files ------------------------------------------------------------------------------------------------------------


def _rows(
    path: Path, columns: tuple[str, ...], key: str, manifest: Manifest, read: Callable[[Mapping[str, str]], Any]
) -> list[Mapping[str, Any]]:
    """Every line as a row. Errors: NotUnderstood with the faulty lines; nothing was kept then."""
    if (found := _digest(path)) != manifest.sha256:
        refuse(path, [f"its SHA-256 is {found}, the manifest says {manifest.sha256}: it was cut or changed"])
    faults: list[str] = []
    rows = []
    for number, line in lines(path, columns, key):
        one = read({name: line[name] for name in columns})
        faults += [f"line {number}: {fault}" for fault in one.faults]
        stop_at_many(path, faults)
        rows.append(one.row)
    if len(rows) != manifest.rows:
        faults.append(f"{len(rows)} rows, the manifest says {manifest.rows}")
    refuse(path, faults)
    return rows


def _manifest(path: Path, form: str) -> Manifest:
    """The manifest beside a file. Errors: NotUnderstood with everything that is wrong with it."""
    beside = path.with_suffix(".manifest.json")
    try:
        told = json.loads(beside.read_bytes())
    except (OSError, ValueError) as error:
        raise NotUnderstood(f"{beside}: the manifest cannot be read: {error}") from error
    if not isinstance(told, dict):
        raise NotUnderstood(f"{beside}: the manifest is no object")
    refuse(beside, list(_faults(told, form)))
    first, last = (_day(told.get(name)) for name in ("from", "until"))
    return Manifest(told["batch"], told.get("replaces") or "", told["rows"], told["sha256"], first, last)


def _faults(told: Mapping[str, Any], form: str) -> Iterator[str]:
    if told.get("format") != form:
        yield f"format is {told.get('format')!r}: this verb reads '{form}'"
    if not isinstance(told.get("batch"), str) or not 0 < len(told["batch"]) <= 40:
        yield "batch: how is it called, in up to 40 letters?"
    if not isinstance(told.get("replaces") or "", str):
        yield "replaces: the name of the batch that this one corrects, or nothing"
    if not isinstance(told.get("rows"), int):
        yield "rows: how many are there, as a number?"
    if not isinstance(told.get("sha256"), str):
        yield "sha256: the digest of the file, in hex"
    if form == BIRTHS:
        first, last = _day(told.get("from")), _day(told.get("until"))
        if first is None or last is None or last < first:
            yield "from and until: the first and the last day of the births, as YYYY-MM-DD"


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except OSError as error:
        refuse(path, [f"cannot be read: {error.strerror}"])
    return found.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """A file that nobody else on this machine may read: it names people."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
