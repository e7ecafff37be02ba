"""Invented people for measuring whether the right one is found: who lives with whom, how they are asked for, what is wrong with it.

`python -m bench.people draw --seed 77 --into FOLDER` writes persons.csv, queries.csv and truth.csv as `oscr people evaluate` reads them;
`python -m bench.people weigh --seed 5` counts the weights of oscr/people/matching/weights.toml. Everything is drawn from the seed,
the rates of noise too, so that nothing can be tuned to one set. Names come with their frequencies from the 1990 census (PyPI
`names`), which has fewer Spanish names than Missouri has today: those are drawn apart, at a rate of their own.
"""
