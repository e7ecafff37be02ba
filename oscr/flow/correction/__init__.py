"""What becomes of a report after it was sent: corrected and sent again, disputed by the field, handed over to another office.

`actions` correct, within 72 hours of the alert and 30 minutes of an emergency's (Child Welfare Manual 3.2.1); `disputing` is the
field's dispute of a screening with a hotline supervisor; `transferring` hands a report from office to office. Each makes a new
alert that supersedes the old one: at every moment exactly one office is responsible. Used by the hotline's and the county's desks.
"""
