"""The reporter's right to learn what became of a report (RSMo 210.145.18), and whom they may turn to after that (RSMo 210.145.19).

Whoever must report, and whoever else gave a name, may ask how it ended: on the report's page, or by phone once they are verified. The
local office answers in fixed words within 45 days; what was found is told only when the director decides so, within 5 days of the
outcome (`actions`; `following` starts that time). Only then, of an unsubstantiated investigation, is a referral to the Office of Child
Advocate made on request (`referring`). Somebody unnamed is told nothing, later either. Used by the desks of the reporter, the hotline
and the county.
"""
