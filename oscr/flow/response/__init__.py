"""What the office does about a report: contacts, the guards before them, the safety assessment, the people who must be told and
meet, services; and what of all that is done or missing (RSMo 210.145, subsections 2, 8 to 11, 13, 14, 16; 210.183).

Used by the county's pages, and by the conclusion, which asks `standing` what is missing. Everything is a row that says when it
happened and when it was entered; a contact that was written down wrongly is followed by one that supersedes it. Whoever may write is
the worker who responds, whoever leads the office, and a worker of an office that was asked to help (`allowed`).
"""
