"""Addresses of this desk. A call number may stand in an address: it names a record and no person."""

from django.urls import path

from oscr.desks.hotline.views import (
    alert,
    births,
    callers,
    classify,
    done,
    files,
    phone,
    queue,
    report,
    restrict,
    reviews,
)

app_name = "hotline"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reports/<str:number>/claim/", queue.claim, name="claim"),
    path("reports/<str:number>/release/", queue.release, name="release"),
    path("reports/<str:number>/", report.report, name="report"),
    path("reports/<str:number>/settle/", report.settle, name="settle"),
    path("reports/<str:number>/classify/", classify.classify, name="classify"),
    path("reports/<str:number>/proposal/", classify.proposal, name="proposal"),
    path("reports/<str:number>/alert/", alert.alert, name="alert"),
    path("reports/<str:number>/restrict/", restrict.restrict, name="restrict"),
    path("phone/", phone.phone, name="phone"),
    path("phone/<uuid:pk>/", phone.call, name="call"),
    path("reports/<str:number>/caller/", callers.caller, name="caller"),
    path("reports/<str:number>/heed/", callers.heed, name="heed"),
    path("added/", callers.added, name="added"),
    path("questions/<int:pk>/", callers.question, name="question"),
    path("reports/<str:number>/files/", files.of_report, name="files"),
    path("reports/<str:number>/files/<int:place>/", files.file, name="file"),
    path("phone/<uuid:pk>/files/", files.of_call, name="call_files"),
    path("phone/<uuid:pk>/files/<int:place>/", files.call_file, name="call_file"),
    path("phone/<uuid:pk>/receive/", phone.receive, name="receive"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/calls/<str:number>/", reviews.contact, name="review_contact"),
    path("reviews/<int:pk>/settle/", reviews.settle, name="review_settle"),
    path("reviews/<int:pk>/combine/", reviews.combine, name="review_combine"),
    path("reviews/<int:pk>/send/", reviews.send, name="review_send"),
    path("reviews/<int:pk>/end/", reviews.end, name="review_end"),
    path("births/", births.births, name="births"),
    path("births/<int:pk>/", births.birth, name="birth"),
    path("done/", done.done, name="done"),
]
