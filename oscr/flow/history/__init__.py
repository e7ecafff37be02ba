"""History: what was reported before about the same people, and what a late discovery re-opens.

`mentions` is one line a telling: who, as what, in which report, which became what, at which office. `repeats` finds three calls
about one child within seventy-two hours. Saying that two tellings are about one person goes through `actions` here, because
reports that were classified without knowing it must be looked at again. Used by the hotline, the county and whoever searches
(manual 2.1.1, 2.1.4.1; RSMo 210.145, subsections 6 and 9).
"""
