"""The policy analysts' desk: the protocol as a book, its versions, what a version would change, publishing by two people.

Used by analysts; screeners and supervisors may read the book. `views.book` reads what is in force (or a draft) as pages,
`views.versions` shows one version with its check, what it decides otherwise and the stored calls anew, `views.writing` edits
one file. Holds nothing about a child: a changed call is a number. Serves Child Welfare Manual 2.1 and 13 CSR 35-31.020.
"""
