"""Before log-in: is a child in danger, are you a mandated reporter, what will happen; and the words we use."""

from django.template.response import TemplateResponse

from oscr.desks.doors import public
from oscr.ui.glossary import in_the_readers_language


@public
def start(request):
    """First of all 911; then what a mandated reporter should know before logging in (OSCR FAQ; RSMo 210.115)."""
    return TemplateResponse(request, "reporter/start.html")


@public
def anybody(request):
    """For everybody who is not a mandated reporter: the hotline's number, and that they may stay unnamed."""
    return TemplateResponse(request, "reporter/anybody.html")


@public
def words(request):
    """The field's words, each explained once."""
    entries = sorted(in_the_readers_language().values(), key=lambda entry: entry.word.casefold())
    return TemplateResponse(request, "reporter/words.html", {"entries": entries})
