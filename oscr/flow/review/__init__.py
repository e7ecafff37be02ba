"""Reviews: three or more calls about the same child within seventy-two hours, looked at together (RSMo 210.145.6; manual 2.1.4.1).

`opening` opens one review for each child and window, whoever's act completed it, and adds a later call to the review that is
open; a beat of the jobs calls it. `collective` reads the calls as one, `actions` record what a person did and found. Used by the
hotline, and by the office where one of the calls is a referral already. The machine opens and adds; a person closes.
"""
