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
    told: dict[str, list[str]] = {}
    for field in form.inputs:
        for value in _sent(field):
            told.setdefault(field.name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in told.items()} | changed


def _sent(field) -> list[str]:
    """What a browser sends for one field as it stands."""
    if not field.name:
        return []
    if field.tag == "select":
        return [field.value or ""]
    if field.tag == "textarea":
        return [(field.value or "").removeprefix("\n")]
    if field.get("type") in ("radio", "checkbox"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")] if field.get("type") != "submit" else []


def names(response, form_id: str) -> list[str]:
    """The fields of a form that can be answered."""
    form = next(one for one in tree(response).forms if one.get("id") == form_id)
    return [name for name in form.fields if name and name != "csrfmiddlewaretoken"]
