"""Birth Match: the list of people whose newborns are looked after, and the births that the Registrar reports.

Child Welfare Manual 2.1.3.4.1; RSMo 210.156. `listing` says who is on the list on a day and writes it for the Registrar;
`files` reads what comes in, whole or not at all; `taking_in` stores it and lets `matching` (Splink) find pairs; a member of the
hotline's staff looks at both records of a pair, and `actions.verify` makes a Newborn Crisis Assessment of what is the same
person. Nothing here edits what a reporter told. Used by `oscr births` and the hotline's desk.
"""
