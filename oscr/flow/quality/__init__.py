"""How well the hotline screens: what a shift looks like now, second readings, and training.

`overview` reads how long calls wait and what they become; `actions` let another screener read a drawn call blind (`drawing` draws
it), which changes nothing of the call; `training` keeps what somebody did with an invented call. Used by the hotline's overview,
its pages of second readings and of training, and by a beat of the jobs. Serves the promise of the OSCR FAQ (1 to 3 hours) and the
consistent screening that RSMo 210.145.2 and 13 CSR 35-31.020 ask of a structured protocol.
"""
