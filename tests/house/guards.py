"""The guards that read Python: what the house does not let anybody write. Each is a function from files to findings.

test_house runs them on the tree and expects nothing; test_violations runs each on a deliberate mistake and expects a finding.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from tests.house.source import Source, called, imports

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
ATTICS = {"services", "selectors", "repositories", "utils", "helpers", "common", "misc", "signals", "admin", "managers"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")
CLOCK_CALLS = {"now", "utcnow", "today", "localtime", "localdate", "time", "time_ns"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "time"}
CLOCK_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_(date|time|timestamp)|localtimestamp)\b",
    re.IGNORECASE,
)
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "delete", "save", "write", "leave"}
UNESCAPED = re.compile(r"\b(mark_safe|SafeString|SafeText)\(|def __html__|html_safe")
SILENCED = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma: no (?:cover|branch))(\s*[:\[][\w\-,\s\[\]]*?\]?)?(?P<why>\s+[-#]\s*\S.*)?$"
)
SKIPPING = {"skip", "skipif", "xfail", "importorskip", "skipUnless"}
READERS_OF_THE_CLOCK = ("oscr/desks/", "oscr/jobs/", "oscr/config/", "oscr/demo/")


def files_too_long(files: Sequence[Source]) -> Iterator[str]:
    """A file of more than 400 lines splits by noun."""
    for file in files:
        if len(file.lines) > LONGEST_FILE:
            yield file.at(1, f"{len(file.lines)} lines, more than {LONGEST_FILE}")


def functions_too_long(files: Sequence[Source]) -> Iterator[str]:
    """A function of more than 40 lines, docstring included."""
    for file in files:
        for function in file.functions:
            length = function.end_lineno - function.lineno + 1
            if length > LONGEST_FUNCTION:
                yield file.at(function, f"{function.name} has {length} lines, more than {LONGEST_FUNCTION}")


def attics(files: Sequence[Source]) -> Iterator[str]:
    """Names that say where a thing was put and not what it is."""
    for file in files:
        for part in file.path.removesuffix(".py").split("/"):
            if part in ATTICS:
                yield file.at(1, f"no {part}: name the module after what it holds")


def inner_imports(files: Sequence[Source]) -> Iterator[str]:
    """An import inside a function hides a circle."""
    for file in files:
        if not any(isinstance(node, ast.Import | ast.ImportFrom) and node.col_offset for node in file.nodes):
            continue  # every import stands at the margin
        for function in file.functions:
            for node, name in imports(ast.walk(function)):
                yield file.at(node, f"{name} is imported inside {function.name}")


def signals(files: Sequence[Source]) -> Iterator[str]:
    """If B must follow A, A calls B, or A leaves a row that a job picks up."""
    for file in files:
        for node, name in imports(file.nodes):
            if name.startswith(SIGNALS):
                yield file.at(node, f"{name}: no signals, call the action")


def class_views(files: Sequence[Source]) -> Iterator[str]:
    """A view is a function that wears a door; no mixin decides who may see a child's record. A library may bring its own."""
    for file in files:
        for node, name in imports(file.nodes):
            if name.startswith(("django.views.generic", "django.views.View", "django.contrib.auth.mixins")):
                yield file.at(node, f"{name}: views are functions")
        libraries = set(_from_libraries(file))
        for node in file.nodes:
            if called(node) == "as_view" and ast.unparse(node.func.value).split(".")[0] not in libraries:
                yield file.at(node, f"{ast.unparse(node)}: views are functions")


def _from_libraries(file: Source) -> Iterator[str]:
    """The names in a file that come from somewhere else than OSCR and Django."""
    for node in file.tree.body:
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(("oscr", "django.")):
            yield from (name.asname or name.name for name in node.names)


def generic_keys(files: Sequence[Source]) -> Iterator[str]:
    """A foreign key names its table."""
    for file in files:
        for node, name in imports(file.nodes):
            if name.startswith("django.contrib.contenttypes"):
                yield file.at(node, f"{name}: no generic foreign keys")


def save_overrides(files: Sequence[Source]) -> Iterator[str]:
    """What happens on a write is in the action that writes, where a reader looks for it. A storage must have them: it is no model."""
    for file in files:
        for node in file.nodes:
            if isinstance(node, ast.ClassDef) and "Storage" not in (getattr(base, "id", "") for base in node.bases):
                for part in node.body:
                    if isinstance(part, ast.FunctionDef) and part.name in ("save", "delete", "full_clean"):
                        yield file.at(part, f"{node.name}.{part.name}: write it as an action")


def wall_clocks(files: Sequence[Source]) -> Iterator[str]:
    """Below desks and jobs time is an argument, in SQL too: the same call decides the same tomorrow, and a test can choose the hour."""
    for file in files:
        if not file.path.startswith(READERS_OF_THE_CLOCK):
            yield from _clock_calls(file)
        for text in file.strings:
            if CLOCK_SQL.search(text.value):
                yield file.at(text, "SQL that asks the database's clock")


def _clock_calls(file: Source) -> Iterator[str]:
    for node in file.nodes:
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield file.at(node.value, f"{node.arg}: pass at=")
        if called(node) in CLOCK_CALLS and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if getattr(owner, "id", getattr(owner, "attr", "")) in CLOCK_OWNERS:
                yield file.at(node, f"{ast.unparse(node)}: time is an argument (at=)")
        if called(node) == "Now":
            yield file.at(node, "Now(): pass at=")


def loose_actions(files: Sequence[Source]) -> Iterator[str]:
    """A write is a keyword-only verb that is told who and when, in one transaction; without `by` the machine itself acts.

    A verb without a transaction of its own is a part of another act, which wrote the record; it takes keywords too.
    """
    for file in files:
        if not re.fullmatch(r"oscr/flow/\w+/actions\.py", file.path):
            continue
        for function in file.tree.body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                yield from (file.at(function, f"{function.name} {fault}") for fault in _faults(function))


def _faults(function: ast.FunctionDef) -> Iterator[str]:
    whole = _is_transaction(function)
    named = {argument.arg for argument in function.args.kwonlyargs}
    if (whole or _writes(function)) and (function.args.args or function.args.posonlyargs):
        yield "takes arguments by place"
    if whole and "at" not in named:
        yield "is not told when (at=)"
    if whole and "by" not in named and "by=None" not in ast.unparse(function):
        yield "is not told who (by=)"


def _writes(function: ast.FunctionDef) -> bool:
    return any(called(node) in WRITING for node in ast.walk(function))


def _is_transaction(function: ast.FunctionDef) -> bool:
    return any("transaction.atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def writing_desks(files: Sequence[Source]) -> Iterator[str]:
    """A desk calls actions; it writes no row by hand and speaks no SQL, or a write could go without its trace."""
    by_hand = WRITING - {"update", "write", "leave"} | {"execute", "raw"}
    for file in files:
        if file.path.startswith("oscr/desks/") and file.path != "oscr/desks/doors.py":
            for node in file.nodes:
                if called(node) in by_hand and isinstance(node.func, ast.Attribute):
                    yield file.at(node, f"{ast.unparse(node)[:60]}: call an action")


def impure_law(files: Sequence[Source]) -> Iterator[str]:
    """The law is arithmetic and tables: the standard library and itself, no database, no clock, no network."""
    for file in files:
        if file.path.startswith("oscr/law/"):
            for node, name in imports(file.nodes):
                top = name.split(".")[0]
                if not name.startswith("oscr.law") and (
                    top not in sys.stdlib_module_names or top in ("socket", "urllib", "http", "time")
                ):
                    yield file.at(node, f"the law imports {name}")


def unexplained_html(files: Sequence[Source]) -> Iterator[str]:
    """Text goes out escaped; where it does not, a comment beside it says why that is safe."""
    for file in files:
        for number, line in enumerate(file.lines, 1):
            if UNESCAPED.search(line) and not _reasoned(file, number):
                yield file.at(number, "unescaped HTML without a reason beside it")


def silenced_checks(files: Sequence[Source]) -> Iterator[str]:
    """A check that is switched off says why, on its line."""
    for file in files:
        for number, line in enumerate(file.lines, 1):
            silenced = SILENCED.search(line)
            if silenced and not silenced["why"]:
                yield file.at(number, f"{silenced[1]} without a reason")


def skipped_tests(files: Sequence[Source]) -> Iterator[str]:
    """A test runs or does not exist."""
    for file in files:
        for node in file.nodes:
            if isinstance(node, ast.Attribute) and node.attr in SKIPPING:
                yield file.at(node, f"{node.attr}: a test runs or does not exist")


def _reasoned(file: Source, number: int) -> bool:
    line, above = file.lines[number - 1], file.lines[number - 2].strip() if number > 1 else ""
    return "  # " in line or above.startswith("#")
