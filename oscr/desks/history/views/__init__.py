"""The pages of this desk, one module a page."""
