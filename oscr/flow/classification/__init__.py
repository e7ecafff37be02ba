"""The classification: what the protocol recommends, what the screener decided, and why.

A screener may raise the outcome freely; a lower one needs a reason and a hotline supervisor (manual 2.1.2-2.1.4,
RSMo 210.145, subsections 2-5)."""
