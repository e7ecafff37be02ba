"""Who asks the Division about a family from outside: a court in a custody proceeding, an agency of another state, tribe or nation.

A court learns off the record whether a report was made and nothing more (RSMo 210.145.20); `court`. An agency elsewhere that acts under
a law of its own may be given what is appropriate (RSMo 210.145.21); `sharing`. Whoever picks up the telephone writes the inquiry down;
a lead answers. A court's inquiry is known by itself and stands in no family's record; what was shared stands in the record of each
report. Used by the county's desk.
"""
