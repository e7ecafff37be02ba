"""Addresses of this desk. No address holds anything about a person: drafts go by a random id, reports by their call number."""

from django.urls import path

from oscr.desks.reporter.views import afterwards, drafts, entries, files, pages, rights, sending, sent, start

app_name = "reporter"
urlpatterns = [
    path("", start.start, name="start"),
    path("report/anybody/", start.anybody, name="anybody"),
    path("words/", start.words, name="words"),
    path("report/", drafts.home, name="home"),
    path("report/begin/", drafts.begin, name="begin"),
    path("report/drafts/<uuid:key>/check/", sending.check, name="check"),
    path("report/drafts/<uuid:key>/send/", sending.send, name="send"),
    path("report/drafts/<uuid:key>/discard/", drafts.discard, name="discard"),
    path("report/drafts/<uuid:key>/files/", files.of_draft, name="files"),
    path("report/drafts/<uuid:key>/files/<int:place>/", files.draft_file, name="draft_file"),
    path("report/drafts/<uuid:key>/<slug:page>/", pages.page, name="page"),
    path("report/drafts/<uuid:key>/<slug:page>/<slug:entry>/", entries.entry, name="entry"),
    path("report/drafts/<uuid:key>/<slug:page>/<slug:entry>/remove/", entries.remove, name="remove"),
    path("report/sent/<str:number>/", sent.status, name="status"),
    path("report/sent/<str:number>/add/", afterwards.add, name="add"),
    path("report/sent/<str:number>/ask/", afterwards.ask, name="ask"),
    path("report/sent/<str:number>/ended/", rights.ended, name="ended"),
    path("report/sent/<str:number>/advocate/", rights.advocate, name="advocate"),
    path("report/sent/<str:number>/again/", afterwards.again, name="again"),
    path("report/sent/<str:number>/files/<int:place>/", files.sent_file, name="sent_file"),
    path("report/sent/<str:number>/received/", sent.confirmation, name="confirmation"),
    path("report/sent/<str:number>/record.pdf", sent.record, name="record"),
]
