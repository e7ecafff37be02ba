"""How the interview's tests open a form and fill it in."""

from datetime import UTC, datetime

from django.http import QueryDict

from oscr.desks.interview.forms import FORMS

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def typed(**fields) -> QueryDict:
    """What a browser would post: a list is several boxes ticked."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def born(day: str) -> dict[str, str]:
    """A date of birth as typed into three boxes, from "2016-04-28"."""
    year, month, number = day.split("-")
    return {"birth_date_month": month, "birth_date_day": number, "birth_date_year": year}


def filled(page: str, answers=None, saved=None, at=NOW, complete=True, **fields):
    """A form of the page with what was typed."""
    extra = {"entry_id": fields.pop("entry_id")} if "entry_id" in fields else {}
    return FORMS[page](typed(**fields), answers=answers or {}, saved=saved, at=at, complete=complete, **extra)


def opened(page: str, answers=None, saved=None, at=NOW):
    """A form of the page as it is first shown."""
    return FORMS[page](answers=answers or {}, saved=saved, at=at)


def answered(form):
    """The answers of a form that must be valid."""
    assert form.is_valid(), form.errors
    return form.answered()
