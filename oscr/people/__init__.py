"""People as they were told to us: children, adults of the household, alleged perpetrators, reporters.

A participant is what one reporter said about somebody: the name as told, the age or birth date as told. It is never
edited, because a correction is another telling. Which tellings are about the same person is a question of links, which
are rows of their own (DESIGN 7). The identity of a reporter is sealed (RSMo 210.150): only `Reporter` holds it.
"""
