"""The reporter's desk: the public start page and the portal in which a mandated reporter tells us about a child.

For teachers, nurses, officers and day-care staff, on a phone or an old computer, often afraid and in a hurry: done in ten
minutes, nothing lost, sure that it arrived, told what happened (RSMo 210.115, 210.145.18; OSCR FAQ).
"""
