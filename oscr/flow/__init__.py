"""What happens to a concern, in the order in which it happens.

report -> attachment -> clock -> call -> classification -> assignment, then what may become of it beside: addendum, callout,
correction, ending, birth_match; `docket` and `history`, which read them all; `review` and `quality`, which look again; `retention`,
which removes. The order stands in pyproject.toml. The stage a report has reached is which rows exist; rows that record a decision
or an event are never edited, because a correction is a new row.
"""
