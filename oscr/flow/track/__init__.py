"""The track a report is on now, changing it at the office that has it, and taking an emergency down to an ordinary response.

`current` is the one place that says on which track a report is: what the hotline classified, unless the office changed it since. A
new decision of the hotline begins anew from its own outcome. Used by the board, the alert's page, the CA/N-1, the docket and the
rooms above. Child Welfare Manual 3.4 and 3.6; RSMo 210.145, subsections 15 and 16(3).
"""
