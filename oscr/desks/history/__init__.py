"""History, a desk of its own beside the hotline's and the county's: who somebody is, and what was reported of them before.

Used by screeners and supervisors of the hotline and by county staff, who reach it from a call, a report or an alert. A search is
posted, so that no name stands in an address; whatever is shown leaves a trace (manual 2.1.1; RSMo 210.145, 210.150).
"""
