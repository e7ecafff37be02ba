"""Which form asks which page; the one place the desks look."""

from oscr.desks.interview.base import PageForm
from oscr.desks.interview.people import AdultForm, ChildForm, SuspectForm
from oscr.desks.interview.places import PlacesForm
from oscr.desks.interview.questions import QuestionsForm, WorriesForm
from oscr.desks.interview.telling import DoneForm, StoryForm, YouForm

FORMS: dict[str, type[PageForm]] = {
    "you": YouForm,
    "children": ChildForm,
    "adults": AdultForm,
    "suspects": SuspectForm,
    "places": PlacesForm,
    "worries": WorriesForm,
    "questions": QuestionsForm,
    "story": StoryForm,
    "done": DoneForm,
}
"""Page to its form; on a list page the form is that of one person."""
