"""The record: who did what and who looked at what, in one append-only chain.

Every action writes here in its own transaction, and the doors of the desks write here whenever somebody opens a child's
record; if the entry cannot be written, neither the act nor the page happens. Each entry carries the digest of the one
before it, so that an edit, a deletion or an insertion anywhere breaks the chain (RSMo 210.150; NIST AU-9, AU-10).
"""
