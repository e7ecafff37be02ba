"""The county's desk: what an office was alerted to, what is due when, and what may not be done at the door.

Used by workers, supervisors, circuit managers and regional directors, often on a phone. `board` lists by call number and
holds no name; `alert` is one report as told, behind the door that writes who looked. Serves RSMo 210.145, subsections 2,
7, 8, 11, 17 and 18, and 210.150 (the reporter stays sealed).
"""
