"""The call-out of alerts: whom the hotline calls, who answered, which level is called next (Child Welfare Manual 2.4.1, 2.4.2).

An alert that nobody has acknowledged is out. An emergency is called out by phone and climbs from level to level, by the roster's
lines, after the minutes of law/data/callout.toml or when somebody presses; an acknowledgement ends it. `rostering` enters who is on
call. Used by the hotline's page of alerts that are out, by the county's roster pages, and by a beat of the jobs.
"""
