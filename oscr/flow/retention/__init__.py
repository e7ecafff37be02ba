"""Retention: what is kept no longer is removed, with an entry in a log that names nobody (CWM 2.1.4; RSMo 210.152).

Stands above every other room of the flow, because it removes what they wrote. How long is law (law/data/retention.toml). `filing`
writes down at night until when each report is kept, so that what is due is found by an index, and `facts`, which outlive it and
name nobody; `holding` says what keeps it all the same; `actions` remove. Those who lead see beforehand what goes, and what is held
and why. This room alone may take rows out of the append-only tables, and only together with the whole report.
"""
