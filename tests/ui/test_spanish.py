"""Everything that people who report can read is there in Spanish."""

import ast
import gettext
import re
from pathlib import Path

import pytest

import oscr

HOME = Path(oscr.__file__).parent
FOLDER = HOME / "ui" / "locale" / "es" / "LC_MESSAGES"
TEMPLATES = [*HOME.glob("desks/reporter/templates/**/*.html"), *HOME.glob("ui/templates/ui/**/*.html")]
CODE = [*HOME.glob("desks/reporter/**/*.py"), *HOME.glob("desks/interview/*.py"), *HOME.glob("ui/**/*.py")]
NAMES = {"_", "gettext", "gettext_lazy", "ngettext"}
SAME = {"No", "Error"}


def catalog() -> gettext.GNUTranslations:
    return gettext.GNUTranslations((FOLDER / "django.mo").open("rb"))


def in_template(text: str) -> list[str]:
    lines = [first or second for first, second in re.findall(r"""{% translate (?:"(.*?)"|'(.*?)') %}""", text)]
    for block in re.findall(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", text, re.DOTALL):
        one = block.split("{% plural %}")[0]
        lines.append(re.sub(r"{{ (\w+) }}", r"%(\1)s", one))
    return lines


def in_code(text: str) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in NAMES and call.args)
    return [call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)]


def test_the_readers_of_this_test_find_the_sentences():
    assert in_template('{% translate "A" %}{% blocktranslate with x=y %}B {{ x }}{% endblocktranslate %}') == [
        "A",
        "B %(x)s",
    ]
    assert in_code('_("A") + ngettext("B", "C", 2) + other("D")') == ["A", "B"]


@pytest.mark.parametrize("path", TEMPLATES + CODE, ids=lambda path: str(path.relative_to(HOME)))
def test_every_sentence_is_translated(path):
    find = in_template if path.suffix == ".html" else in_code
    spanish = catalog()
    one = spanish.gettext
    missing = [
        text
        for text in find(path.read_text("utf-8"))
        if one(text) == text and spanish.ngettext(text, text, 1) == text and text not in SAME
    ]
    assert missing == []


def test_the_compiled_catalog_is_the_written_one():
    written = (FOLDER / "django.po").read_text("utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', written, re.MULTILINE)
    assert len(pairs) > 200
    spanish = catalog()
    for source, translated in pairs:
        assert spanish.gettext(ast.literal_eval(f'"{source}"')) == ast.literal_eval(f'"{translated}"')
