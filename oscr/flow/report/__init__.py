"""A report: what somebody told us about a child, and the draft it grew from.

Written by the reporter desk (online) and the hotline desk (by phone). A draft is a row that lives 72 hours from its last
save (OSCR FAQ); a sent report is never edited (RSMo 210.130, 210.145)."""
