"""How the portal's tests press buttons: as a browser without JavaScript would."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests import making


def draft_of(user, ago: timedelta = timedelta(minutes=1), **changed):
    """A draft that `user` saved a while ago."""
    return making.draft(user, at=timezone.now() - ago, **changed)


def at(name: str, *args) -> str:
    """An address of the portal."""
    return reverse(f"reporter:{name}", args=[str(arg) for arg in args])


def tree(response):
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def text(response) -> str:
    """All words of the page, with single spaces."""
    return " ".join(tree(response).text_content().split())


def hidden(response) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    fields = tree(response).xpath("//main//form[not(@action)]//input[@type='hidden']")
    return {field.get("name"): field.get("value", "") for field in fields if field.get("name") != "csrfmiddlewaretoken"}


def press(client, address: str, go: str = "continue", **typed):
    """Open a page, type, press a button; returns the answer."""
    return client.post(address, {**hidden(client.get(address)), "go": go, **typed})
