"""The hotline's taking of a report: the queue, who holds what, and what the screener settled beside the report.

A report and its place in the queue are written in one transaction, so that nothing can be received and not wait
(manual 2.1.1, OSCR FAQ: every online report is processed within one to three hours)."""
