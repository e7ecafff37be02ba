"""What a person gave to `oscr protocol`: versions, days, cases; read whole, or refused with its place."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from oscr.config import database
from oscr.law import clocks, protocol
from oscr.law.calendar import CENTRAL, local
from oscr.law.protocol.accepting import NotAcceptable, accepted
from oscr.law.protocol.inforce import of_day
from oscr.law.protocol.text.reading import Source

VERSION = (
    "a folder, a day (the shipped law of that day), shipped, published, "
    "or the hash (6 digits or more) or the number (v3) of a kept version"
)
HASH, NUMBER = re.compile(r"[0-9a-f]{6,64}"), re.compile(r"v[0-9]+")
EVENTS = tuple(f"{event}_at" for event in clocks.EVENTS)
FLAGS = {"mandated_reporter": ("yes", "no")}


class NotUnderstood(ValueError):
    """What was asked cannot be read; the message says where."""


@dataclass(frozen=True)
class Call:
    """A call to be decided: its facts, when things happened to it, and what else its clocks depend on."""

    facts: dict[str, Any]
    events: dict[str, datetime]
    flags: dict[str, str]


def day(text: str) -> date:
    """A day as the command line takes it. Errors: ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day: write YYYY-MM-DD") from None


def add_day(parser: argparse.ArgumentParser) -> None:
    """The option that chooses the day whose law is read."""
    parser.add_argument("--on", type=day, metavar="DAY", help="the day the law is read for (today in Missouri)")


def today(options: argparse.Namespace) -> date:
    """The day whose law is read."""
    return options.on or datetime.now(CENTRAL).date()


def law(text: str, on: date) -> protocol.Protocol:
    """The version that a word of the command line names (see VERSION). Errors: NotUnderstood."""
    try:
        if Path(text).is_dir():
            return protocol.opened(Path(text), on)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return protocol.in_force(date.fromisoformat(text))
        return protocol.in_force(on) if text == "shipped" else of_day(_kept(text), on)
    except ValueError as error:
        raise NotUnderstood(f"version '{text}': {error}") from error


def needs_database(*versions: str) -> bool:
    """Whether one of these names a version that is kept in the database."""
    return any(text == "published" or (_is_kept(text) and not Path(text).is_dir()) for text in versions)


@contextmanager
def database_if(needed: bool) -> Iterator[None]:
    """Hold the database up while the block runs, where it is needed."""
    if not needed:
        yield
        return
    with database.running():
        django.setup()
        yield


def _is_kept(text: str) -> bool:
    return bool(HASH.fullmatch(text) or NUMBER.fullmatch(text))


def _kept(text: str) -> Source:
    if text != "published" and not _is_kept(text):
        raise ValueError(f"no such folder; give {VERSION}")
    source_of: Callable[[str], Source] = import_string("oscr.agency.versions.source_of")
    if text == "published":
        return source_of(import_string("oscr.agency.versions.timeline")().hash_at(timezone.now()))
    wanted = {"pk": int(text[1:])} if NUMBER.fullmatch(text) else {"hash__startswith": text}
    found = apps.get_model("agency", "ProtocolVersion").objects.filter(**wanted).values_list("hash", flat=True)
    if len(found) != 1:
        raise ValueError("several hashes begin so: give more of it" if found else "no kept version is called so")
    return source_of(found[0])


def text_of(path: str | None) -> str:
    """The text of a file, or of standard input for "-" or nothing. Errors: NotUnderstood."""
    try:
        return sys.stdin.read() if path in (None, "-") else Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotUnderstood(f"the file cannot be read: {error}") from error


def call(text: str) -> Call:
    """A call from JSON text: the parts of a case, and `received_at` and so on beside them. Errors: NotUnderstood."""
    told = _object(text)
    faults: list[str] = []
    events = {name.removesuffix("_at"): _moment(name, told.pop(name), faults) for name in EVENTS if name in told}
    flags = {name.replace("_", " "): told.pop(name) for name in FLAGS if name in told}
    faults += [
        f"{name}: use {' or '.join(values)}"
        for name, values in FLAGS.items()
        if flags.get(name.replace("_", " "), values[0]) not in values
    ]
    if events and "received" not in events:
        faults.append("received_at: every clock of the law needs it; give it with the other times")
    if faults:
        raise NotUnderstood("\n".join(faults))
    return Call(told, {name: at for name, at in events.items() if at}, flags)


def case(told: object, by: protocol.Protocol) -> protocol.Case:
    """The case in parsed JSON, as a version of the law knows it. Errors: NotUnderstood with every fault on its own line."""
    try:
        return accepted(by, told)
    except NotAcceptable as refused:
        raise NotUnderstood("\n".join(refused.faults)) from refused


def cases(lines: Iterable[str], *versions: protocol.Protocol) -> Iterator[tuple[int, protocol.Case]]:
    """Number of the line -> the case on it; empty lines are skipped. A case must fit one of the versions that will decide it."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, _fitting(_object(line), versions)
            except NotUnderstood as error:
                raise NotUnderstood("\n".join(f"line {number}: {fault}" for fault in str(error).split("\n"))) from error


def _fitting(told: object, versions: tuple[protocol.Protocol, ...]) -> protocol.Case:
    for by in versions[:-1]:
        try:
            return accepted(by, told)
        except NotAcceptable:
            continue
    return case(told, versions[-1])


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise NotUnderstood(f"no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    if not isinstance(told, dict):
        raise NotUnderstood("a case is an object with call, children, suspects, pairs, pathways")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two answers to one question JSON would silently keep the last."""
    twice = [key for number, (key, _) in enumerate(pairs) if key in {other for other, _ in pairs[:number]}]
    if twice:
        raise NotUnderstood(f"'{twice[0]}' stands twice in one object")
    return dict(pairs)


def _moment(name: str, told: object, faults: list[str]) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(told))
        return local(at)
    except ValueError as error:
        faults.append(f"{name}: {error}; write it as 2026-03-02T09:30:00-06:00")
        return None
