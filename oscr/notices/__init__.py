"""Notices: the outbox of e-mails.

An action leaves a row in its own transaction; the worker sends it afterwards. So a notice exists exactly when the act
happened, whatever dies in between. E-mail says that something happened and where to look, never about whom.
"""
