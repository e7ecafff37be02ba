"""Who looked at a record and what was done with it, for supervisors (ASVS 16.3; RSMo 210.150).

The reporter's own acts are in the record too: they are shown without who they are.
"""

from django.template.response import TemplateResponse

from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import reads
from oscr.flow.assignment.models import Alert
from oscr.record.actions import name_of
from oscr.record.models import Entry

MOST = 200


@reads(Alert, key=KEY)
def looked(request, alert):
    """The newest entries of the record about this alert and its report."""
    about = [name_of(alert), name_of(alert.classification.report)]
    entries = Entry.objects.filter(subject__in=about).select_related("by", "by__office").order_by("-seq")
    context = {"alert": alert, "entries": entries[:MOST], "most": MOST}
    return TemplateResponse(request, "county/looked.html", context)
