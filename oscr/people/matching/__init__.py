"""Finding the same person again: by a nickname, a misheard surname, a transposed birth date, a place that is no address.

Pure functions over what was told about somebody; no Django, no database, no clock. Used by the command line (`oscr people`)
and by whoever searches. In the order of a search: `names`, `places` and `describing` make one telling comparable;
`keys` are the words under which it is filed; `index` finds those who share a rare one; `score` weighs each of them field by
field (Fellegi and Sunter 1969) with the numbers of `weights`, and `reasons` says in plain words why; `guard` knows the few
of whom the machine may say "probably this one".

Serves the Child Welfare Manual 2.1.1 (prior reports) and RSMo 210.145 (further reports about the same child). Wrongly
joined people are a harm of their own: nothing here joins anybody, it ranks and explains.
"""
