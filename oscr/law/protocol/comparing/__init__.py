"""Two versions beside each other: over all combinations of answers (`diff`), and over stored calls (`replay`).

Stored calls are kept as bit planes (`planes`), and decided many at once by a generated function (`sliced`).
"""
