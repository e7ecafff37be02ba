"""The guards that read templates and addresses: what a page may not do, and pages that nobody shows."""

import ast
import re
from collections.abc import Iterator, Sequence

from tests.house.source import Source, called

QUOTED = re.compile(r"[\"']([\w./-]+)(?:#\w+)?(?=[\"'])")  # a text of one word
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SPOKEN = ("aria-label", "alt", "title", "placeholder")  # attributes that somebody hears or sees
SAME_IN_EVERY_LANGUAGE = {
    "OSCR",
    "911",
    "English",
    "Español",
    "Missouri",
    "RSMo",
    "FACES",
    "MO",
    "Login",
    "UTC",
    "SVG",
    "PDF",
}
LEAVING = {
    "leave",
    "leave_all",
    "text_message",
    "tell_office",
    "tell_who_had_it",
}  # what leaves a notice of a kind that it is given
SAID_TO_PEOPLE = {"label", "help_text", "empty_label", "initial_text"}
KEYS_IN_ADDRESSES = {  # what may stand in an address: nothing that says who somebody is
    "number": "a call number",
    "key": "a draft's random id",
    "page": "the name of a page of the interview",
    "entry": "the code of a person within one draft",
    "pk": "a row's number or random id",
    "kind": "how a call ends, an id of law/data/call_kinds.toml",
    "place": "which file of a report it is, by its turn",
    "participant": "the number of a telling",
    "one": "the number of a telling that is compared",
    "other": "the number of the telling it is compared with",
    "provider_id": "the identity provider",
    "token": "the secret of a link that opens once, of which only the hash is kept",
    "name": "a file of the demonstration's mail box",
}


def unused_templates(templates: Sequence[Source], code: Sequence[Source], elsewhere: set[str]) -> Iterator[str]:
    """A template that no view, tag or other template names, and that stands in for no library's template (`elsewhere`)."""
    quoted = {name for file in (*templates, *code) for name in QUOTED.findall(file.text)}
    shown = quoted | elsewhere
    kinds = set(_notice_kinds(code))
    for file in templates:
        name = file.path.split("/templates/", 1)[1]
        notice = re.fullmatch(r"notices/(\w+)\.txt", name)
        if name not in shown and not (notice and notice[1] in kinds):
            yield file.at(1, f"nobody shows {name}")


def missing_templates(templates: Sequence[Source], code: Sequence[Source], elsewhere: set[str]) -> Iterator[str]:
    """A view, tag, notice or template that names a template which does not exist."""
    there = {file.path.split("/templates/", 1)[1] for file in templates} | elsewhere
    for where, name in (*_named_in_code(code), *_named_in_templates(templates)):
        if name.split("#")[0] not in there:
            yield f"{where}there is no template {name}"


def _named_in_code(code: Sequence[Source]) -> Iterator[tuple[str, str]]:
    for file in code:
        for text in file.strings:
            if re.fullmatch(r"[\w/]+/\w+\.(html|svg)(#\w+)?", text.value):
                yield file.at(text, ""), text.value
    yield from (("", f"notices/{kind}.txt") for kind in _notice_kinds(code))


def _named_in_templates(templates: Sequence[Source]) -> Iterator[tuple[str, str]]:
    for file in templates:
        for found in re.finditer(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"", file.text):
            yield file.at(_line(file.text, found.start()), ""), found[1]


def unmarked_text(templates: Sequence[Source]) -> Iterator[str]:
    """Words in a template that no translator will ever see. A crude look: what is left when tags and markup are gone."""
    for file in templates:
        text = re.sub(r"{%\s*(blocktranslate|comment|verbatim).*?{%\s*end\1\s*%}", _blank, file.text, flags=re.DOTALL)
        text = re.sub(r"{%\s*block \w+_class\s*%}.*?{%\s*endblock", _blank, text)
        text = TAG.sub(_blank, text)
        text = re.sub(r"[\w.]*/[\w./]*", _blank, text) if file.path.endswith(".txt") else text  # addresses
        text = re.sub(r"<(style|script).*?</\1>|<!--.*?-->", _blank, text, flags=re.DOTALL)
        for found in re.finditer(rf"\b(?:{'|'.join(SPOKEN)})=\"([^\"]*)\"", text):
            yield from _words_in(file, text, found.start(), found[1])
        bare = re.sub(r"<[^<>]*>", _blank, text)
        for found in re.finditer(r"[^\n]+", bare):
            yield from _words_in(file, text, found.start(), found[0])


def unmarked_strings(code: Sequence[Source]) -> Iterator[str]:
    """A refusal, a message or a form's label that is a bare text instead of one marked for translation."""
    for file in code:
        for node in file.nodes:
            if not isinstance(node, ast.Call):
                continue
            if called(node) in ("Refused", "ValidationError", "success", "warning", "info", "error") and not _is_log(
                node
            ):
                yield from (
                    file.at(text, f"unmarked: {ast.unparse(text)}") for text in node.args[:2] if _is_sentence(text)
                )
            if "/desks/" in file.path:
                said = (keyword.value for keyword in node.keywords if keyword.arg in SAID_TO_PEOPLE)
                yield from (file.at(text, f"unmarked: {ast.unparse(text)}") for text in said if _is_sentence(text))


def unsafe_templates(templates: Sequence[Source]) -> Iterator[str]:
    """Unescaped output without a reason on its line; scripts and styles inside a page, which the content policy would refuse."""
    for file in templates:
        for number, line in enumerate(file.lines, 1):
            plain = file.path.endswith(".txt")  # e-mails and letters, where nothing is markup
            if re.search(r"\|\s*(safe|safeseq)\b|{%\s*autoescape off", line) and not plain and "{#" not in line:
                yield file.at(number, "unescaped output without a reason beside it")
            if re.search(r"<style|\sstyle=|\son\w+=\"|javascript:|<script(?![^>]*\bsrc=)", line):
                yield file.at(number, "a script or style inside the page")
            if re.search(r"{%\s*now\b", line):
                yield file.at(number, "a template that reads the clock: show request.at")


def talkative_addresses(patterns: Sequence[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """An address lands in logs, histories and mails, so it carries keys and never a name, a phone number or free text."""
    for route, arguments in patterns:
        for name, converter in arguments.items():
            if name not in KEYS_IN_ADDRESSES:
                yield f"{route}: <{name}> is no known key (page_guards.KEYS_IN_ADDRESSES)"
            if converter == "path" or (converter == "str" and name not in ("number", "page", "provider_id")):
                yield f"{route}: <{name}> takes any text; use int, uuid or slug"


def _notice_kinds(code: Sequence[Source]) -> Iterator[str]:
    for file in code:
        for node in file.nodes:
            if called(node) in LEAVING:
                yield from (
                    part.value.value
                    for part in node.keywords
                    if part.arg == "kind" and isinstance(part.value, ast.Constant)
                )


def _words_in(file: Source, text: str, start: int, said: str) -> Iterator[str]:
    words = [
        word for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", said)) if word not in SAME_IN_EVERY_LANGUAGE
    ]
    if words:
        yield file.at(_line(text, start), f"not marked for translation: {' '.join(words)}")


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.JoinedStr) and bool(re.search(r"[a-z]{2}", ast.unparse(node)))


def _is_log(node: ast.Call) -> bool:
    owner = getattr(node.func, "value", None)
    return owner is not None and getattr(owner, "id", "") not in ("messages",)


def _blank(found: re.Match) -> str:
    """As many lines as before, so that a finding names the right one."""
    return "\n" * found[0].count("\n") or " "


def _line(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1
