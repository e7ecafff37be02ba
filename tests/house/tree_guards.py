"""The guards that read neither code nor pages: foreign keys, words, dependencies, and what the files say."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.apps import apps
from django.db.models import Model

from tests.house.source import ROOT, Source

EVERYDAY = {  # words for rows that nobody has to look up; each is explained by its class
    "considered", "standing", "contact", "sent", "identified", "combined", "result",
    "user", "office", "answer", "entry", "head", "notice", "waiting", "proposal", "ruling", "on call",
    "telling index", "key frequency", "uncompared", "batch", "listed", "delisting", "export", "birth", "pair", "verdict",
    "cleared", "content", "heeded", "question", "reply",
    "climb", "attempt", "addition", "dispute reply", "transfer reply",
    "salt", "drawn", "step", "score",
    "met", "response file", "safety decision", "plan step", "invitee", "parents wish", "invitation", "team member", "informed",
    "need", "service step", "assessment outcome",
}  # fmt: skip
MACHINE = re.compile(r"(?<![\w.:/~*}])/(?:work|root|home|Users|mnt)/\w")
MADE_BY = re.compile(
    r"\b(?:assist[a]nt|chat[b]ot|copil[o]t|language mod[e]l|artificial intell[i]gence|LL[M]s?)\b", re.IGNORECASE
)
GIVEN = {"uv.lock", "package-lock.json", "LICENSE"}  # files that others wrote


def rooms() -> list[set[str]]:
    """The order of the house, lowest first, as import-linter's contracts tell it: each level as package names."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    levels = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    house = [{f"oscr.{name}" for name in _names(level)} for level in reversed(levels["oscr"])]
    flow = [{f"oscr.flow.{name}" for name in _names(level)} for level in reversed(levels["oscr.flow"])]
    at = house.index({"oscr.flow"})
    return [*house[:at], *flow, *house[at + 1 :]]


def keys_downstream(models: Iterable[type[Model]], levels: Sequence[set[str]]) -> Iterator[str]:
    """A foreign key, also one given as a text, that points to a room that comes later or stands higher."""
    for model in models:
        here = _room(model.__module__, levels)
        for field in model._meta.get_fields(include_hidden=True):
            if not field.is_relation or field.auto_created or not getattr(field, "remote_field", None):
                continue
            there = _room(_module_of(field.remote_field.model), levels)
            if there is not None and (here is None or there > here):
                yield f"{model._meta.label}.{field.name} points down the stream, to {field.remote_field.model}"


def words_unexplained(names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """A model of the field's own words that the glossary does not define."""
    for name in names:
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        if not {word, word.removesuffix("ment")} & set(known) and word not in EVERYDAY:
            yield f"{word}: not in the glossary (oscr/ui/data/glossary.toml)"


def dependencies_unexplained(pyproject: str) -> Iterator[str]:
    """A dependency earns its line with a comment: what for; where used."""
    for number, line in enumerate(pyproject.splitlines(), 1):
        if re.match(r"\s+\"[a-z][\w.\-]*(\[[\w,\-]+\])?\s*[<>=~!]", line) and not re.search(r"#\s+\S", line):
            yield f"pyproject.toml:{number}: {line.strip()} does not say what it is for"


def places_and_makers(files: Iterable[Source]) -> Iterator[str]:
    """The tree is about children and the law: it names no machine it was written on and no tool it was written with."""
    for file in files:
        if file.path in GIVEN:
            continue
        for number, line in enumerate(file.lines, 1):
            for found in (MACHINE.search(line), MADE_BY.search(line)):
                if found:
                    yield file.at(number, f"says {found[0]!r}")


def _names(level: str) -> list[str]:
    return [name.strip(" ()") for name in level.split("|")]


def _room(module: str | None, levels: Sequence[set[str]]) -> int | None:
    """The place of a module in the order of the house; None for what is not ours."""
    for place, level in enumerate(levels):
        if any(module == name or (module or "").startswith(f"{name}.") for name in level):
            return place
    return None


def _module_of(model: type[Model] | str) -> str | None:
    """Where a model lives, also while it is only a text such as "report.Report"."""
    if isinstance(model, str):
        return apps.get_app_config(model.split(".")[0]).name if "." in model else None
    return model.__module__
