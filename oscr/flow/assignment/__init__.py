"""The alert to an office, its acknowledgement, and the worker who gets it.

The county is chosen by the rules of manual section 2.3 (law/data/routing.toml); statutory clocks of the response start
with the alert (RSMo 210.145, subsections 3, 7, 8, 11, 17)."""
