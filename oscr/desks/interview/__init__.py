"""The questions of a report, as forms: one form a topic, each turning what was typed into the answers that a draft keeps.

Used by the reporter's portal, one topic a page, and by the hotline's phone form, all topics on one screen; so it knows neither
of them and answers no request. What is asked is the list of the Child Welfare Manual 2.1.1.1 and the key questions of the
protocol (2.1.1.2). "I don't know" is an answer everywhere; nothing is asked twice.
"""
