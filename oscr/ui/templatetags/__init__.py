"""Template tags that every desk's pages may load."""
