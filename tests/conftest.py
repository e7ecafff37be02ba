"""What every test may ask for: a database of its own process, and a browser.

`django_db_setup` is pytest-django's name: marking a test with django_db is enough. A test that drives a browser is marked
`browser` and asks for `page` or `new_page`; `axe` tells what is wrong with a page for people with disabilities.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from oscr.config import database
from oscr.config.state import ROOT
from tests import databases, emptying

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000  # milliseconds; only what fails waits so long
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id: str) -> Iterator[None]:
    """The database of this test process, on the embedded test server or the server of DATABASE_URL."""
    with django_db_blocker.unblock(), database.running("test"), databases.own(databases.test_name(worker_id)):
        emptying.install()
        yield


def _until_loaded(act: Callable) -> Callable:
    """A click or key that leads to another page ends when that page is whole, not when its first bytes have come: a test
    that reads a page half arrived fails on a busy machine only."""

    def acts(self: Page | Locator, *args, **options) -> None:
        act(self, *args, **options)
        (self if isinstance(self, Page) else self.page).wait_for_load_state()

    return acts


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run. `make test` sees to it that there is one."""
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(ROOT / ".tools" / "browsers"))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the test
    expect.set_options(timeout=PATIENCE)
    for kind in (Page, Locator):
        for act in ("click", "press"):
            setattr(kind, act, _until_loaded(getattr(kind, act)))
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own: ``new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})``.

    Where the test asks for `live_server` too, addresses may be relative. Anything that the page's security policy stops, or
    that its scripts throw, fails the test at its end.
    """
    contexts, complaints = [], []

    def open_page(**options) -> Page:
        if "live_server" in request.fixturenames:
            options.setdefault("base_url", request.getfixturevalue("live_server").url)
        options.setdefault("locale", "en-US")
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, 1280 wide, with scripts."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page as it stands now: one line a rule, naming the first place; [] when all is well."""
    script = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()

    def check(page: Page) -> list[str]:
        page.evaluate(script)  # evaluated, not added as a tag: the page's own security policy stays in force
        options = json.dumps({"runOnly": {"type": "tag", "values": AXE_RULES}})
        found = page.evaluate(f"axe.run(document, {options})")
        return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]

    return check
