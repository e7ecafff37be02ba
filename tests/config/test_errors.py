"""The error pages say 911 and the hotline's number, in plain words, without database, session or the frame of other pages."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from oscr.config import urls
from tests.config import probe_urls

PAGES = ["400.html", "403.html", "404.html", "413.html", "429.html", "500.html", "503.html"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_page_says_what_to_do(page, language):
    """No database fixture: a query would fail this test."""
    with translation.override(language):
        text = render_to_string(page, {"stylesheet": "", "path": "/x/", "typed": [("a", '"><script>')]})
    assert "911" in text.split("<main>")[0]
    assert "1-800-392-3738" in text.split("<main>")[0]
    assert f'lang="{language}"' in text
    assert "<script>" not in text
    assert text.count("<h1>") == 1


def test_the_real_addresses_have_these_pages():
    assert {name: getattr(urls, name) for name in probe_urls.HANDLERS} == probe_urls.HANDLERS
