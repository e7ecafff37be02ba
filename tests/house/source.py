"""What the guards of the house read: Python files with their syntax trees, templates, and findings.

Used by every module of tests/house. A guard is a function from such files to findings, so that test_violations can run the very
same guard on a deliberate mistake.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One file of the tree: its path as seen from the top, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree: a dozen guards look at them all."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        """Every function, methods and inner ones too."""
        return tuple(node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    @cached_property
    def strings(self) -> tuple[ast.Constant, ...]:
        """Every text constant that is not a docstring."""
        docs = {
            id(node.body[0].value)
            for node in self.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts = (node for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
        return tuple(node for node in texts if id(node) not in docs)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def at(self, node: ast.AST | int, what: str) -> str:
        """A finding: where, and what is wrong there."""
        line = node if isinstance(node, int) else node.lineno
        return f"{self.path}:{line}: {what}"


def sources(*suffixes: str, under: str = "oscr", root: Path = ROOT) -> list[Source]:
    """Every file with one of these suffixes below a folder, oldest name first."""
    found = sorted(path for path in (root / under).rglob("*") if path.suffix in suffixes and path.is_file())
    return [Source(path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in found]


def tree() -> list[Source]:
    """Every text file of ours, whatever its kind; what is installed or made here is left out, as .gitignore has it."""
    ignored = {
        line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line.startswith("/")
    }
    tops = [
        path
        for path in sorted(ROOT.iterdir())
        if path.name != ".git" and not any(fnmatch(path.name, one) for one in ignored)
    ]
    paths = [path for top in tops for path in ([top] if top.is_file() else sorted(top.rglob("*"))) if path.is_file()]
    found = []
    for path in paths:
        raw = path.read_bytes()
        if b"\0" not in raw and "__pycache__" not in path.parts:
            found.append(Source(path.relative_to(ROOT).as_posix(), raw.decode("utf-8")))
    return found


def imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.stmt, str]]:
    """Every import among some nodes, as the dotted name of what is imported."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{name.name}") for name in node.names)


def called(node: ast.AST) -> str:
    """The last word of what a call calls, or an empty text: `models.ForeignKey(...)` is "ForeignKey"."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
