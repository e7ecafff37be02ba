"""Law enforcement: notified at once of every investigation, asked to assist or to say in writing why not, told in writing before an
investigation is ended.

`actions` notifies and writes down answers; `linking` is the page behind a one-time link on which an agency answers itself. Used by
the county's desk, and by `flow.track`, which ends no investigation without the notice. RSMo 210.145, subsections 7 and 15.
"""
