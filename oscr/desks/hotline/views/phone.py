"""Taking a call: every question of a report on one screen, kept as it is typed."""
