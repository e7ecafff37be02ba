"""Addresses of this desk. A call number may stand in an address: it names a record and no person."""

from django.urls import path

from oscr.desks.county.views import addenda, alert, board, files, looked, reporter, reviews

app_name = "county"
urlpatterns = [
    path("", board.board, name="board"),
    path("alerts/<str:number>/", alert.alert, name="alert"),
    path("alerts/<str:number>/heed/", addenda.heed, name="heed"),
    path("alerts/<str:number>/files/<int:place>/", files.file, name="file"),
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
]
