"""What happens to a concern, in the order in which it happens.

report -> clock -> call -> classification -> assignment, and `docket`, which reads them all. The stage a report has reached
is which rows exist; rows that record a decision or an event are never edited, because a correction is a new row.
"""
