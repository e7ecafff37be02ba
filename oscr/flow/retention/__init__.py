"""Retention: what is kept no longer is removed, with an entry in a log that names nobody (CWM 2.1.4; RSMo 210.152).

Stands above every other room of the flow, because it removes what they wrote. How long is law (law/data/retention.toml). Run by the
nightly job; the hotline's supervisors see beforehand what goes, and what is held and why. This room alone may take rows out of the
append-only tables, and only together with the whole report.
"""
