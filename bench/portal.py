"""A reporter's browser without the browser: the forms of the portal filled in over plain HTTP.

Used by bench/pages.py to count submissions and by the kill test to send reports while processes die. It reads the pages
that it is given, so it also fails when a form cannot be found or sent.
"""

from collections.abc import Mapping
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from lxml import html

TIMEOUT = 15  # seconds


class Page:
    """A page as it came: its address after redirects, its status and its parsed body."""

    def __init__(self, url: str, status: int, body: bytes) -> None:
        self.url, self.status, self.body = url, status, body
        self.tree = html.fromstring(body or b"<html/>", base_url=url)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def form(self, fields: Mapping[str, object], action: str = "") -> html.FormElement:
        """The first form of the page's own content that has these fields and whose action contains `action`."""
        for form in self.tree.xpath("//main//form"):
            if action in (form.get("action") or "") and set(fields) <= set(form.fields):
                return form
        raise LookupError(f"no form {action} with {sorted(fields)} at {self.path} ({self.status})")


class Portal:
    """One reporter's session at one server."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        """Open a page, following redirects. Errors of the server are pages, too; only a dead connection raises OSError."""
        return self._open(Request(urljoin(self.site, path)))

    def post(self, page: Page, fields: Mapping[str, object], *, action: str = "") -> Page:
        """Fill in the form of a page that has these fields and send it."""
        form = page.form(fields, action)
        values = dict(form.form_values()) | {name: str(value) for name, value in fields.items()}
        target = urljoin(page.url, form.get("action") or page.url)
        return self._open(Request(target, urlencode(values).encode(), headers={"Referer": page.url}))

    def log_in(self, who: str) -> None:
        """Log in at the identity provider of the demonstration as one of its reporters."""
        page = self.get("/report/")
        if urlsplit(page.url).netloc != urlsplit(self.site).netloc:
            page = self._open(Request(page.url, urlencode({"sub": who}).encode()))
        if urlsplit(page.url).netloc != urlsplit(self.site).netloc or page.status != 200:
            raise LookupError(f"log-in ended at {page.path} ({page.status})")

    def _open(self, request: Request) -> Page:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                return Page(answer.url, answer.status, answer.read())
        except HTTPError as error:
            with error:
                return Page(error.url, error.code, error.read())
