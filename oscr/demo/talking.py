"""A call that screener1 is taking when the demonstration starts: half told, so that the screen has something to show.

The child is one of the demonstration's families, so that earlier calls come up beside the screen. Invented; used by `seed`.
"""

from datetime import datetime, timedelta

from oscr.agency.models import User
from oscr.flow.report.actions import begin_draft, save_pages

SCREENER = "screener1@staff.example.org"
CHILD = {
    "id": "c1",
    "first": "Bobby",
    "last": "Thistledown",
    "age": 8,
    "age_unit": "years",
    "sex": "male",
    "worried": True,
}
ANSWERS = (("", "danger now", "no"), ("c1", "marks on the child", "yes"), ("c1", "marks explained", "unknown"))


def seed(*, at: datetime) -> None:
    """Begin the call some minutes before `at`."""
    by = User.objects.get(email=SCREENER)
    draft = begin_draft(by=by, at=at - timedelta(minutes=6))
    pages = {
        "story": {
            "what": "Grandmother on the phone, crying. A bite mark on the arm since the weekend. She will ask the school."
        },
        "children": [CHILD],
        "adults": [{"id": "p1", "first": "", "last": "", "relation": "Mother's friend", "sex": "male"}],
        "suspects": [{"id": "s1", "person": "p1"}],
        "places": {"home_address": "12 Pretend Lane, Columbia 65201"},
        "worries": {"pathways": ["bruises"], "other": ""},
        "asked": [dict(zip(("unit", "fact", "value"), row, strict=True)) for row in ANSWERS],
    }
    save_pages(draft=draft, pages=pages, version=draft.version, by=by, at=at - timedelta(minutes=1))
