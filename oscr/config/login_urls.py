"""Addresses of logging in and out; the names are the log-in library's, which looks them up.

Used by oscr.config.urls. The library's other pages (sign-up, e-mail addresses, new password) do not exist here.
"""

from django.urls import path

from oscr.config import login_views

urlpatterns = [
    path("report/log-in/<slug:provider_id>/", login_views.reporter_login, name="openid_connect_login"),
    path("report/log-in/<slug:provider_id>/callback/", login_views.reporter_callback, name="openid_connect_callback"),
    path("staff/log-in/", login_views.staff_login, name="account_login"),
    path("staff/code/", login_views.staff_code, name="mfa_authenticate"),
    path("staff/enrol/", login_views.staff_enrol, name="mfa_activate_totp"),
    path("log-out/", login_views.log_out, name="account_logout"),
    path("session/extend/", login_views.extend, name="session_extend"),
]
