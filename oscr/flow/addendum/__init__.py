"""What a reporter adds to a report, corrects or asks after it was sent: addenda, questions about the classification, e-mails again.

Before an office has the report the hotline gets it, afterwards the county (OSCR FAQ). Used by the reporter's desk (online), the
hotline's (by phone, once the caller is verified to be the reporter) and the county's. A report itself is never edited: an addendum
stands beside it, and whoever holds the report settles what follows from it. RSMo 210.145.18; manual 2.1.1.
"""
