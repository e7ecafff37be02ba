"""Addresses of this desk. A call number may stand in an address: it names a record and no person."""

from django.urls import path

from oscr.desks.county.views import (
    addenda,
    alert,
    board,
    calls,
    can1,
    files,
    handing,
    looked,
    reporter,
    reviews,
    roster,
)

app_name = "county"
urlpatterns = [
    path("", board.board, name="board"),
    path("alerts/<str:number>/", alert.alert, name="alert"),
    path("alerts/<str:number>/heed/", addenda.heed, name="heed"),
    path("alerts/<str:number>/files/<int:place>/", files.file, name="file"),
    path("alerts/<str:number>/can1/", can1.can1, name="can1"),
    path("alerts/<str:number>/can1/paper/", can1.paper, name="can1_paper"),
    path("alerts/<str:number>/reporter/paper/", reporter.paper, name="reporter_paper"),
    path("alerts/<str:number>/reporter/ask/", reporter.ask, name="ask_reporter"),
    path("alerts/<str:number>/reporter/refuse/", reporter.refuse, name="refuse_reporter"),
    path("alerts/<str:number>/acknowledge/", alert.acknowledge, name="acknowledge"),
    path("alerts/<str:number>/assign/", alert.assign, name="assign"),
    path("alerts/<str:number>/clocks/<int:pk>/met/", alert.meet, name="meet"),
    path("alerts/<str:number>/reporter/", reporter.reporter, name="reporter"),
    path("alerts/<str:number>/disclose/", reporter.disclose, name="disclose"),
    path("alerts/<str:number>/looked/", looked.looked, name="looked"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/calls/<str:number>/", reviews.contact, name="review_contact"),
    path("reviews/<int:pk>/identify/", reviews.identify, name="review_identify"),
    path("reviews/<int:pk>/combine/", reviews.combine, name="review_combine"),
    path("reviews/<int:pk>/end/", reviews.end, name="review_end"),
    path("alerts/<str:number>/dispute/", handing.dispute, name="dispute"),
    path("alerts/<str:number>/move/", handing.move, name="move"),
    path("alerts/<str:number>/move/back/", handing.take_back, name="take_back"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<str:number>/", calls.call, name="call"),
    path("calls/<str:number>/read/", calls.read, name="call_read"),
    path("transfers/", handing.transfers, name="transfers"),
    path("transfers/<int:pk>/", handing.transfer, name="transfer"),
    path("roster/", roster.roster, name="roster"),
    path("roster/line/", roster.line, name="roster_line"),
]
