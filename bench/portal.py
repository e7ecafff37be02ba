"""A reporter's browser without the browser: the forms of the portal filled in over plain HTTP.

Used by bench/pages.py to count submissions and by the kill test to send reports while processes die. It reads the pages
that it is given, so it also fails when a form cannot be found or sent.
"""

from collections import Counter
from collections.abc import Mapping
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from lxml import html

TIMEOUT = 15  # seconds
OK = 200


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
        self.statuses: Counter[int] = Counter()
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
        """Log in as a reporter at the identity provider of the demonstration as one of its reporters."""
        page = self.get("/report/")
        if urlsplit(page.url).netloc != urlsplit(self.site).netloc:
            page = self._open(Request(page.url, urlencode({"sub": who}).encode()))
        if urlsplit(page.url).netloc != urlsplit(self.site).netloc or page.status != 200:
            raise LookupError(f"log-in ended at {page.path} ({page.status})")

    def log_in_staff(self, email: str, password: str, code: str) -> None:
        """Log in as staff with a password and the code of the second factor."""
        page = self.post(self.get("/staff/log-in/"), {"login": email, "password": password})
        page = self.post(page, {"code": code})
        if page.status != OK or "/staff/" in page.path:
            raise LookupError(f"log-in ended at {page.path} ({page.status})")

    def written(self) -> str:
        """Begin a report and save enough of it to be sent; gives the draft's id. Raises OSError for an unexpected status."""
        page = self._fine(self.post(self._fine(self.get("/report/")), {}, action="begin"))
        draft = page.path.rsplit("/", 2)[0]
        self._fine(self.post(page, {"name": "Bench Example", "phone": "555-0100", "occupation": "teacher"}))
        child = {"first": "Robin", "last": "Bench", "age": 8, "age_unit": "years"}
        self._fine(self.post(self._fine(self.get(f"{draft}/children/new/")), child))
        self._fine(self.post(self._fine(self.get(f"{draft}/story/")), {"what": "Invented to try out the machine."}))
        return draft.rsplit("/", 1)[1]

    def sent(self, draft: str) -> str:
        """Press Send; gives the call number of the confirmation. Raises OSError where it was not reached."""
        check = self._fine(self.get(f"/report/drafts/{draft}/check/"))
        return self._number(self.post(check, {}, action="send"))

    def sent_again(self, draft: str) -> str:
        """Press the same Send once more, as on a page that was left open."""
        fields = {"csrfmiddlewaretoken": self.token}
        target = urljoin(self.site, f"/report/drafts/{draft}/send/")
        return self._number(self._open(Request(target, urlencode(fields).encode(), headers={"Referer": self.site})))

    @property
    def token(self) -> str:
        """The token that every form of this session carries."""
        return self.get("/").tree.xpath("string(//input[@name='csrfmiddlewaretoken']/@value)")

    def _number(self, page: Page) -> str:
        parts = page.path.strip("/").split("/")
        if parts[:2] != ["report", "sent"]:
            raise OSError(f"not confirmed: {page.status}")
        return parts[2]

    def _fine(self, page: Page) -> Page:
        if page.status != OK:
            raise OSError(f"{page.path}: {page.status}")
        return page

    def _open(self, request: Request) -> Page:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                page = Page(answer.url, answer.status, answer.read())
        except HTTPError as error:
            with error:
                page = Page(error.url, error.code, error.read())
        self.statuses[page.status] += 1
        return page
