"""Reading pages: their text, and what a form would post."""

from lxml import html


def tree(response):
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def text(response) -> str:
    """The words of a page, one space between them."""
    return " ".join(tree(response).text_content().split())


def posted(response, form_id: str | None = None, **changed) -> dict:
    """What the page's form posts as it stands, with some answers changed."""
    forms = tree(response).forms
    form = next(one for one in forms if one.get("id") == form_id) if form_id else forms[-1]
    return {name: value for name, value in form.form_values()} | changed


def names(response, form_id: str) -> list[str]:
    """The fields of a form that can be answered."""
    form = next(one for one in tree(response).forms if one.get("id") == form_id)
    return [name for name in form.fields if name and name != "csrfmiddlewaretoken"]
