"""The desk's pages, one module a page. Each view fetches through a door, calls at most one action, and renders."""
