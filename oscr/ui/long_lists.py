"""A list of more than a hundred answers to choose one from, such as the counties: written once, not for each field of a page.

Used by the forms of the desks. A screen of a call has such a list for each person and each place, and shows them anew while somebody
types; a template for each answer of each of them was most of what such a page took.
"""

from functools import lru_cache

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ANSWER = {False: '<option value="{}">{}</option>', True: '<option value="{}" selected>{}</option>'}
REMEMBERED = 1024  # lists, each with one answer chosen


class LongList(forms.Select):
    """As a select, without groups: every answer is a value and its words."""

    template_name = "ui/widgets/long_list.html"

    def optgroups(self, *_how):
        """Nothing: the answers come as one text."""
        return []

    def get_context(self, name, value, attrs):
        """Adds the answers, those that are chosen marked."""
        context = super().get_context(name, value, attrs)
        words = tuple((str(key), str(label)) for key, label in self.choices)
        context["widget"]["answers"] = _answers(words, frozenset(context["widget"]["value"]))
        return context


@lru_cache(REMEMBERED)
def _answers(words: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> SafeString:
    lines = (format_html(ANSWER[key in chosen], key, label) for key, label in words)
    return format_html_join("\n", "{}", ((line,) for line in lines))
