"""The statutory clocks of a report.

Stands right after the report because the law counts from receipt: any later stage may start or meet a clock. Which clocks
there are is law (law/data/clocks.toml). Overdue is a comparison with due_at; ringing is compare-and-set, so a dead worker
delays a reminder and never changes the truth (RSMo 210.145, subsections 2, 7, 8, 11, 17)."""
